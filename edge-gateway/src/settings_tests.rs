use super::*;
use crate::world::SendError;
use crate::world::fake::FakeWorld;

#[test]
fn names_every_missing_or_wrong_variable_and_shows_no_value() {
    let mut world = FakeWorld::new(|_| Err(SendError::NotConnected));
    for (name, value) in
        [("pool_origin", "https://h/with/path"), ("auth_clock_skew_seconds", "301"), ("model", "../x")]
    {
        world.variables.insert(name.to_owned(), value.to_owned());
    }
    let Err(problem) = Settings::read(&Source::new(&world)) else { panic!("should have been refused") };
    assert_eq!(problem.kind, Kind::Misconfigured);
    for name in [
        "`auth_issuer`",
        "`auth_audience`",
        "`auth_keys_url`",
        "`auth_clock_skew_seconds`",
        "`model`",
        "`pool_origin`",
    ] {
        assert!(problem.detail.contains(name), "{name} missing in: {}", problem.detail);
    }
    assert!(!problem.detail.contains("with/path") && !problem.detail.contains("../x"));
}

#[test]
fn a_policy_that_cannot_be_read_is_a_mistake_and_shows_no_value() {
    let read = |policy: &str, key: &str| {
        let text = format!("\ndeid_key={key}\ndeid_policy={policy}\n");
        let mut reader = Reader { lines: &Lines::new(text.to_owned()), mistakes: Vec::new() };
        let policy = reader.policy("deid_policy", "deid_key");
        (policy, reader.mistakes.join("; "))
    };
    let key = "0123456789abcdef0123456789abcdef";
    assert_eq!(read("", ""), (Policy::safe_harbor(), String::new()));
    let (policy, mistakes) = read(r#"{"DATE":"shift","MRN":"hash"}"#, key);
    assert_eq!((policy.action(deid::Category::Mrn).name(), mistakes.as_str()), (deid::ActionName::Hash, ""));
    for (policy, key, names) in [
        (r#"{"DATE":"shift"}"#, "", "set `deid_key`"),
        ("{}", "Zebulon", "`deid_key` is too short"),
        ("Zebulon", "", "`deid_policy` is not a policy: it is not JSON"),
        ("[]", "", "it must be an object"),
        (r#"{"DATE":{"Zebulon":1}}"#, "", "it must be an object"),
        (r#"{"Zebulon":"mask"}"#, "", "there are `NAME`"),
        (r#"{"DATE":"Zebulon"}"#, "", "action for `DATE` does not exist"),
        (r#"{"DATE":"mask","DATE":"keep"}"#, "", "twice"),
        (r#"{"MRN":"shift"}"#, key, "only `DATE` can be shifted"),
    ] {
        let (policy, mistakes) = read(policy, key);
        assert!(mistakes.contains(names) && !mistakes.contains("Zebulon"), "{mistakes}");
        assert!(!mistakes.contains(key) || key.is_empty());
        assert_eq!(policy, Policy::safe_harbor());
    }
}

#[test]
fn a_setting_is_a_line_and_the_policy_is_the_rest() {
    let lines = Lines::new("\na=1\nurl= x?b=c \nempty=\ndeid_policy={\n\"*\":\"mask\"}\n".to_owned());
    let read = ["a", "url", "b", "empty", "deid_policy", "a=1"].map(|name| lines.get(name));
    assert_eq!(read, ["1", "x?b=c", "", "", "{\n\"*\":\"mask\"}", ""]);
    assert_eq!(lines.broken, None);
    for (text, line) in [("a=1\nb=x\ny\n", 3), ("\n{{ a }}=1\n", 2), ("a b=1", 1)] {
        assert_eq!(Lines::new(text.to_owned()).broken, Some(line), "{text}");
    }
}

/// What the manifest declares reaches the component, under its own name.
#[test]
fn the_manifest_hands_over_every_variable_that_it_declares() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let settings = manifest["component"]["edge-gateway"]["variables"]["settings"].as_str().unwrap();
    let lines = Lines::new(settings.to_owned());
    assert_eq!(lines.get("auth_keys_url"), "{{ auth_keys_origin }}{{ auth_keys_path }}");
    let origins = ["", "2", "3", "4"].map(|n| format!("{{{{ auth_keys_origin{n} }}}}"));
    assert_eq!(lines.get("auth_keys_origins"), origins.join(" "));
    // Row 63: the pool, the origins that keys may come from, and the audit sink; nothing else, and no pattern.
    let hosts = manifest["component"]["edge-gateway"]["allowed_outbound_hosts"].as_array().unwrap();
    let hosts: Vec<&str> = hosts.iter().map(|host| host.as_str().unwrap()).collect();
    let pool = ["{{ pool_origin }}".to_owned()];
    let sink = ["{{ audit_sink_origin }}".to_owned()];
    assert_eq!(hosts, [&pool[..], &origins, &sink].concat());
    let declared: Vec<_> = manifest["variables"]
        .as_table()
        .unwrap()
        .keys()
        .filter(|name| !name.starts_with("auth_keys_origin") && *name != "auth_keys_path")
        .collect();
    for name in &declared {
        assert_eq!(lines.get(name), format!("{{{{ {name} }}}}"));
    }
    assert_eq!(settings.lines().filter(|line| !line.is_empty()).count(), declared.len() + 2);
}

/// `spin.toml` writes its defaults out so that an operator sees them; the crate has its own for other users. They agree.
#[test]
fn the_manifests_defaults_are_the_crates() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let required = |name: &str| match name {
        "auth_issuer" => Some("https://issuer.example".to_owned()),
        "auth_audience" => Some("anteroom".to_owned()),
        "auth_keys_url" => Some("https://issuer.example/keys".to_owned()),
        _ => None,
    };
    let written = |name: &str| {
        required(name).or_else(|| Some(manifest["variables"].get(name)?.get("default")?.as_str()?.to_owned()))
    };
    let (own, theirs) =
        (auth::Issuers::from_variables(required).unwrap(), auth::Issuers::from_variables(written).unwrap());
    assert_eq!(format!("{own:?}"), format!("{theirs:?}"));
}
