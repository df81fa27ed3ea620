//! What is done with one text of a report: it is a value, or a sentence, and has its turn.
//!
//! Not its job: knowing which is which (`walk.rs`, `records.rs`).

use std::net::IpAddr;

use uuid::Uuid;

use crate::entra::tenant::TenantId;
use crate::finding::Evidence;
use crate::jose::json::Json;
use crate::redact::{Originals, Redactor};

/// First it replaces values, then sentences.
pub(super) struct Hand {
    redactor: Redactor,
    has_learned: bool,
}

impl Hand {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self {
            redactor,
            has_learned: false,
        }
    }

    pub(super) fn learn(&mut self) {
        self.redactor.learn();
        self.has_learned = true;
    }

    pub(super) fn originals(self) -> Originals {
        self.redactor.originals()
    }

    /// The value of a claim, a member or a field of that name.
    pub(super) fn value(&self, name: &str, text: &mut String) {
        if !self.has_learned {
            *text = self.redactor.value(name, text);
        }
    }

    pub(super) fn values<'a>(&self, name: &str, texts: impl IntoIterator<Item = &'a mut String>) {
        texts.into_iter().for_each(|text| self.value(name, text));
    }

    pub(super) fn json(&self, json: &mut Json) {
        if !self.has_learned {
            *json = self.redactor.json(std::mem::replace(json, Json::Null));
        }
    }

    pub(super) fn name(&self, name: &mut String) {
        if !self.has_learned {
            *name = self.redactor.name(name);
        }
    }

    pub(super) fn id(&self, id: &mut Uuid) {
        if !self.has_learned {
            *id = self.redactor.id(*id);
        }
    }

    pub(super) fn ids<'a>(&self, ids: impl IntoIterator<Item = &'a mut Uuid>) {
        ids.into_iter().for_each(|id| self.id(id));
    }

    pub(super) fn tenant(&self, tenant: &mut Option<TenantId>) {
        self.ids(tenant.iter_mut().map(|tenant| &mut tenant.0));
    }

    pub(super) fn address(&self, address: &mut IpAddr) {
        if !self.has_learned
            && let Ok(stand) = self.redactor.value("", &address.to_string()).parse()
        {
            *address = stand;
        }
    }

    /// The name of a file.
    pub(super) fn input(&self, name: &mut String) {
        if !self.has_learned {
            *name = self.redactor.input(name);
        }
    }

    /// A place in an input.
    pub(super) fn place(&self, place: &mut String) {
        if self.has_learned {
            *place = self.redactor.place(place);
        }
    }

    /// A sentence of the program's own.
    pub(super) fn sentence(&self, text: &mut String) {
        if self.has_learned {
            *text = self.redactor.sentence(text);
        }
    }

    pub(super) fn sentences<'a>(&self, texts: impl IntoIterator<Item = &'a mut String>) {
        texts.into_iter().for_each(|text| self.sentence(text));
    }

    /// A note about an error text: `role value: meaning`, where the text named something.
    pub(super) fn named(&self, roles: &[&str], text: &mut String) {
        let role = roles
            .iter()
            .filter(|role| {
                text.strip_prefix(**role)
                    .is_some_and(|rest| rest.starts_with(' '))
            })
            .max_by_key(|role| role.len());
        match role {
            Some(role) if self.has_learned => {
                let rest = text[role.len() + 1..].to_owned();
                let (value, meaning) = rest.split_once(": ").unwrap_or((&rest, ""));
                let value = self.redactor.value("", value);
                let colon = if meaning.is_empty() { "" } else { ": " };
                *text = format!("{role} {value}{colon}{}", self.redactor.sentence(meaning));
            }
            _ => self.sentence(text),
        }
    }

    /// What was seen at a place, and what was expected there. A word is a value of that name; of several,
    /// a record's is one value too, and a token's is made of values that are known.
    pub(super) fn evidence(&self, evidence: &mut Evidence) {
        let Evidence {
            at,
            observed,
            expected,
            source,
        } = evidence;
        let (place, name) = at.split_once('.').unwrap_or(("", at));
        for text in observed.iter_mut().chain(expected) {
            let is_word = !text.contains(char::is_whitespace);
            match place {
                "audit" => self.value(name, text),
                "claims" | "header" if is_word => self.value(name, text),
                _ => self.sentence(text),
            }
        }
        self.sentence(at);
        self.sentence(source);
    }
}
