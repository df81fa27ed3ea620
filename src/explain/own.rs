//! What the person's own lists add to an explanation: names of applications (`--apps`), and tenants
//! whose ids are published in samples (`--known-samples`).
//!
//! Not its job: reading the lists (`entra::known` does).

use uuid::Uuid;

use crate::entra::known::Known;
use crate::entra::tenant::TenantId;

use super::meaning::Meaning;
use super::{Explained, MOST_WORDS};

const NAME: &str = "own-list";
const APPS: &str = "your own list (--apps)";
const SAMPLES: &str = "your own list (--known-samples)";

/// Adds what the lists know of the words, before everything else, and of the ids that a text names.
pub(super) fn add(mut explained: Explained, words: &[String], lists: &Known) -> Explained {
    let text = words.join(" ");
    let few: Vec<&str> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    let mut own = by_name(text.trim(), lists);
    if few.len() <= MOST_WORDS {
        for word in few {
            let meanings = of_word(word, lists);
            if !meanings.is_empty() {
                explained.unknown.retain(|unknown| unknown.word != word);
            }
            own.extend(meanings);
        }
    }
    if own
        .iter()
        .any(|meaning| meaning.title.eq_ignore_ascii_case(text.trim()))
    {
        explained.unknown.clear();
    }
    for named in explained
        .meanings
        .iter_mut()
        .flat_map(|meaning| &mut meaning.names)
    {
        if let Some(id) = named.id.as_ref().and_then(|id| id.parse().ok()) {
            named.meaning = with_own(id, std::mem::take(&mut named.meaning), lists);
        }
    }
    own.append(&mut explained.meanings);
    Explained {
        meanings: own,
        ..explained
    }
}

fn of_word(word: &str, lists: &Known) -> Vec<Meaning> {
    let Ok(id) = word.parse::<Uuid>() else {
        return Vec::new();
    };
    let app = lists.apps.get(&id).map(|name| app(id, name));
    let sample = lists
        .samples
        .get(&TenantId(id))
        .map(|place| sample(id, place));
    app.into_iter().chain(sample).collect()
}

/// A name is text with blanks: only the whole of what was asked can be one.
fn by_name(text: &str, lists: &Known) -> Vec<Meaning> {
    let mut found: Vec<_> = lists
        .apps
        .iter()
        .filter(|(_, name)| name.eq_ignore_ascii_case(text))
        .collect();
    found.sort();
    found.into_iter().map(|(id, name)| app(*id, name)).collect()
}

fn app(id: Uuid, name: &str) -> Meaning {
    Meaning::new(NAME, id.to_string(), name, APPS)
        .line("means", "An application that your own list names.")
        .related(["appid"])
}

fn sample(id: Uuid, place: &str) -> Meaning {
    let place = if place.is_empty() {
        "not told where"
    } else {
        place
    };
    Meaning::new(NAME, id.to_string(), "a tenant whose id is published in a sample", SAMPLES)
        .line("published", place)
        .line(
            "means",
            "People copy this id together with the sample. Sign-ins of strangers in that tenant, and tokens that it issued to \
             them, are mostly explained by that.",
        )
        .related(["copied-tenant-id", "published-tenant"])
}

fn with_own(id: Uuid, meaning: String, lists: &Known) -> String {
    if let Some(name) = lists.apps.get(&id) {
        return format!("{name} ({APPS})");
    }
    match lists.samples.get(&TenantId(id)) {
        Some(place) if place.is_empty() => format!("published in a sample ({SAMPLES})"),
        Some(place) => format!("published in a sample, {place} ({SAMPLES})"),
        None => meaning,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{explain_with, json};
    use super::*;

    const ID: &str = "6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2";

    fn lists() -> Known {
        let mut lists = Known::default();
        lists
            .add_apps(&format!("AppId,DisplayName\n{ID},Catalog of parts\n"))
            .unwrap();
        lists
            .add_samples(&format!("{ID} https://blog.example/post\n"))
            .unwrap();
        lists
    }

    fn ask(word: &str) -> Explained {
        explain_with(&[word.to_owned()], &lists())
    }

    #[test]
    fn an_id_is_named_by_the_own_lists() {
        let explained = ask(ID);
        assert_eq!(explained.unknown, []);
        assert_eq!(explained.meanings[0].title, "Catalog of parts");
        assert_eq!(explained.meanings[0].source, APPS);
        assert!(json(&explained).contains("https://blog.example/post"));
        for word in explained
            .meanings
            .iter()
            .flat_map(|meaning| &meaning.related)
        {
            assert!(
                super::super::explain(&[(*word).to_owned()]).is_known(),
                "{word}"
            );
        }
    }

    #[test]
    fn a_name_of_several_words_is_found() {
        let explained = ask("catalog OF parts");
        assert_eq!(explained.meanings[0].key, ID);
        assert_eq!(explained.unknown, []);
    }

    #[test]
    fn a_text_is_taken_apart_with_the_own_names() {
        let explained = ask(&format!(
            "AADSTS700016: Application with identifier '{ID}' was not found in the directory 'Contoso'."
        ));
        let names = &explained.meanings[0].names;
        let app = names
            .iter()
            .find(|named| named.role == "application")
            .unwrap();
        assert!(app.meaning.starts_with("Catalog of parts"), "{app:?}");
    }

    #[test]
    fn empty_lists_change_nothing() {
        let words = ["uti".to_owned(), ID.to_owned()];
        assert_eq!(
            explain_with(&words, &Known::default()),
            super::super::explain(&words)
        );
    }
}
