use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::parser;

use super::*;

/// Every key of a language with the variables that its words use.
fn keys(sources: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for source in sources {
        let resource = parser::parse(*source).expect("the file parses without a broken entry");
        for entry in resource.body {
            if let ast::Entry::Message(message) = entry {
                let name = message.id.name.to_owned();
                let mut variables = BTreeSet::new();
                collect(message.value.as_ref().expect("every key has words"), &mut variables);
                assert!(keys.insert(name.clone(), variables).is_none(), "{name} stands twice");
            }
        }
    }
    keys
}

fn collect(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            match expression {
                ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
                    variables.insert(id.name.to_owned());
                }
                ast::Expression::Select { selector, variants } => {
                    if let ast::InlineExpression::VariableReference { id } = selector {
                        variables.insert(id.name.to_owned());
                    }
                    for variant in variants {
                        collect(&variant.value, variables);
                    }
                }
                ast::Expression::Inline(_) => {}
            }
        }
    }
}

#[test]
fn both_languages_hold_exactly_the_keys_and_values_of_the_table() {
    let table: BTreeMap<String, BTreeSet<String>> = Text::TABLE
        .iter()
        .map(|(key, args)| ((*key).to_owned(), args.iter().map(|arg| (*arg).to_owned()).collect()))
        .collect();
    for (lang, sources) in [("vi", VI), ("en", EN)] {
        let found = keys(sources);
        let missing: Vec<_> = table.keys().filter(|key| !found.contains_key(*key)).collect();
        let extra: Vec<_> = found.keys().filter(|key| !table.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{lang}: missing {missing:?}, extra {extra:?}");
        for (key, args) in &table {
            assert_eq!(&found[key], args, "{lang}: values of {key}");
        }
    }
}

#[test]
fn both_languages_name_every_field_of_the_routes() {
    let routes = crate::question::route::Router::shipped().unwrap();
    for key in routes.routes().fields.iter().map(|field| field.key.clone()) {
        for lang in Lang::ALL {
            assert!(field(&key, lang).is_some(), "{key} in {lang:?}");
        }
    }
}

#[test]
fn dates_are_said_with_their_weekday() {
    let at = from_hanoi(NaiveDate::from_ymd_opt(2026, 6, 8).unwrap().and_hms_opt(17, 0, 0).unwrap());
    assert_eq!(moment(at, Lang::Vi), "17:00 Thứ Hai, 08/06/2026");
    assert_eq!(moment(at, Lang::En), "17:00 Monday, 08/06/2026");
    assert_eq!(at.to_rfc3339(), "2026-06-08T10:00:00+00:00");
}

#[test]
fn people_get_their_language_or_the_next_best() {
    for (tag, lang) in
        [("vi", Lang::Vi), ("vi-VN", Lang::Vi), ("", Lang::Vi), ("en-GB", Lang::En), ("ko", Lang::En)]
    {
        assert_eq!(Lang::of(tag), lang, "{tag:?}");
    }
}
