export { Plugin, registerPlugin, ShaclForm, Theme } from "@ulb-darmstadt/shacl-form";
