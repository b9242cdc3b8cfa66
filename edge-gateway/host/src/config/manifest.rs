//! The part of `spin.toml` (manifest version 2) that this host honours.
//!
//! For whom: [`super::Builder`]. What Spin knows and this host does not is refused by name, never
//! silently ignored: an application must not behave differently here without anybody noticing.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::route::Route;

/// An application variable.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariableToml {
    #[serde(default)]
    pub(super) required: bool,
    pub(super) default: Option<String>,
    #[expect(dead_code, reason = "part of the format; every value is treated as secret")]
    #[serde(default)]
    pub(super) secret: bool,
    #[expect(dead_code, reason = "part of the format")]
    pub(super) description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestToml {
    spin_manifest_version: u32,
    application: toml::Table,
    #[serde(default)]
    variables: BTreeMap<String, VariableToml>,
    #[serde(default)]
    trigger: BTreeMap<String, Vec<TriggerToml>>,
    #[serde(default)]
    component: BTreeMap<String, ComponentToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerToml {
    #[serde(rename = "id")]
    _id: Option<String>,
    route: toml::Value,
    component: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentToml {
    source: toml::Value,
    #[serde(rename = "description")]
    _description: Option<String>,
    #[serde(default)]
    variables: BTreeMap<String, String>,
    #[serde(default)]
    allowed_outbound_hosts: Vec<String>,
    #[serde(default)]
    key_value_stores: Vec<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(rename = "build")]
    _build: Option<toml::Table>,
    #[serde(rename = "tool")]
    _tool: Option<toml::Table>,
    #[serde(rename = "targets")]
    _targets: Option<toml::Value>,
}

/// What the host needs of a manifest, not yet resolved.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) application: String,
    pub(super) component: String,
    pub(super) source: String,
    pub(super) routes: Vec<Route>,
    pub(super) variables: BTreeMap<String, VariableToml>,
    pub(super) component_variables: BTreeMap<String, String>,
    pub(super) environment: BTreeMap<String, String>,
    pub(super) allowed_outbound_hosts: Vec<String>,
    pub(super) key_value_stores: Vec<String>,
}

/// Reads a manifest; what is wrong goes to `mistakes`, and `None` means it was too much to go on.
pub(super) fn parse(text: &str, mistakes: &mut Vec<String>) -> Option<Manifest> {
    let manifest: ManifestToml = match toml::from_str(text) {
        Ok(manifest) => manifest,
        Err(error) => {
            // `message` names keys and types; the rendering with the source line could show a default value.
            mistakes.push(format!("the manifest cannot be read: {}", error.message()));
            return None;
        }
    };
    if manifest.spin_manifest_version != 2 {
        mistakes.push(format!("spin_manifest_version is {}, not 2", manifest.spin_manifest_version));
    }
    let application = match manifest.application.get("name").and_then(toml::Value::as_str) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => {
            mistakes.push("[application] has no name".into());
            String::new()
        }
    };
    for kind in manifest.trigger.keys().filter(|kind| *kind != "http") {
        mistakes.push(format!("trigger {kind:?}: this host has only the http trigger"));
    }
    let triggers = manifest.trigger.into_iter().find(|(kind, _)| kind == "http").map(|(_, list)| list);
    let triggers = triggers.unwrap_or_default();
    let Some(component) = triggers.first().map(|trigger| trigger.component.clone()) else {
        mistakes.push("there is no [[trigger.http]]".into());
        return None;
    };
    let mut routes = Vec::new();
    for trigger in &triggers {
        if trigger.component != component {
            mistakes.push(format!(
                "triggers for {component:?} and {:?}: this host runs one component",
                trigger.component
            ));
        }
        match trigger.route.as_str().map(Route::parse) {
            Some(Ok(route)) => routes.push(route),
            Some(Err(why)) => mistakes.push(format!("route {}: {why}", trigger.route)),
            None => mistakes.push("private routes are not supported by this host".into()),
        }
    }
    let Some(definition) = manifest.component.into_iter().find(|(id, _)| *id == component) else {
        mistakes.push(format!("the trigger's component {component:?} is not defined"));
        return None;
    };
    let definition = definition.1;
    let source = match definition.source {
        toml::Value::String(path) => path,
        _ => {
            mistakes.push(format!("component {component:?}: only a local file can be its source here"));
            String::new()
        }
    };
    Some(Manifest {
        application,
        component,
        source,
        routes,
        variables: manifest.variables,
        component_variables: definition.variables,
        environment: definition.environment,
        allowed_outbound_hosts: definition.allowed_outbound_hosts,
        key_value_stores: definition.key_value_stores,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        spin_manifest_version = 2
        [application]
        name = "app"
        version = "0.1.0"
        [variables]
        issuer = { required = true, description = "who signs" }
        pool_token = { default = "", secret = true }
        [[trigger.http]]
        route = "/..."
        component = "edge"
        [component.edge]
        source = "edge.wasm"
        allowed_outbound_hosts = ["{{ pool_origin }}"]
        key_value_stores = ["default"]
        [component.edge.variables]
        issuer = "{{ issuer }}"
        [component.edge.build]
        command = "cargo build"
    "#;

    #[test]
    fn reads_what_spin_reads() {
        let mut mistakes = Vec::new();
        let manifest = parse(GOOD, &mut mistakes).unwrap();
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(
            (manifest.application.as_str(), manifest.component.as_str(), manifest.source.as_str()),
            ("app", "edge", "edge.wasm")
        );
        assert_eq!(manifest.key_value_stores, ["default"]);
    }

    #[test]
    fn tells_what_it_cannot_do() {
        let check = |text: &str| {
            let mut mistakes = Vec::new();
            parse(text, &mut mistakes);
            assert!(!mistakes.is_empty(), "{text}");
            mistakes.join("\n")
        };
        assert!(check("nonsense").contains("cannot be read"));
        assert!(check(&GOOD.replace("= 2", "= 1")).contains("not 2"));
        assert!(check(&GOOD.replace("trigger.http", "trigger.redis")).contains("redis"));
        assert!(
            check(&GOOD.replace("component = \"edge\"", "component = \"other\"")).contains("not defined")
        );
        assert!(check(&GOOD.replace("key_value_stores", "sqlite_databases")).contains("sqlite_databases"));
        assert!(check(&GOOD.replace("\"/...\"", "\"/:id\"")).contains("/:id"));
    }
}
