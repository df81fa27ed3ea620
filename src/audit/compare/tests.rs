//! Pairs of a token and a record, one key at a time.

use super::*;
use crate::audit::record::STS_LOGON;

fn guid(digit: char) -> Uuid {
    let group = |length: usize| digit.to_string().repeat(length);
    let text = format!(
        "{0}-{1}-4{2}-8{2}-{3}",
        group(8),
        group(4),
        group(3),
        group(12)
    );
    text.parse().unwrap()
}

fn at(text: &str) -> Option<Timestamp> {
    Timestamp::parse_utc(text).ok()
}

fn sign_in<'a>() -> AuditRecord<'a> {
    AuditRecord {
        record_type: Some(STS_LOGON),
        ..AuditRecord::default()
    }
}

fn compared(token: &TokenKeys, record: &AuditRecord) -> Comparison {
    compare(token, record, Strength::Token)
}

fn fields(comparison: &Comparison) -> Vec<(Key, &str)> {
    let list = comparison.contradict.iter();
    list.map(|found| (found.key, found.field)).collect()
}

#[test]
fn every_key_is_in_exactly_one_list() {
    let comparison = compared(&TokenKeys::default(), &AuditRecord::default());
    assert_eq!(comparison.absent.len(), KEYS.len());
    assert!(comparison.agree.is_empty() && comparison.contradict.is_empty());
}

#[test]
fn the_tenants_of_a_foreign_sign_in_agree_and_tid_stays_out() {
    for tid in [guid('b'), guid('a')] {
        let token = TokenKeys {
            issuer_tenant: Some(guid('b')),
            home_tenant: Some(guid('a')),
            tenant: Some(tid),
            ..TokenKeys::default()
        };
        let record = AuditRecord {
            organization: Some(guid('b')),
            target_tenant: Some(guid('b')),
            actor_tenant: Some(guid('a')),
            ..sign_in()
        };
        let comparison = compared(&token, &record);
        assert_eq!(comparison.agree, [Key::IssuerTenant, Key::HomeTenant]);
        assert!(comparison.contradict.is_empty());
    }
}

#[test]
fn tid_is_compared_with_token_tenant_id_alone() {
    let token = TokenKeys {
        tenant: Some(guid('a')),
        ..TokenKeys::default()
    };
    let record = AuditRecord {
        token_tenant: Some(guid('b')),
        organization: Some(guid('a')),
        ..AuditRecord::default()
    };
    assert_eq!(
        fields(&compared(&token, &record)),
        [(Key::TokenTenant, "TokenTenantId")]
    );
}

#[test]
fn iat_and_a_sign_in_agree_within_minutes_and_contradict_after_half_an_hour() {
    let token = TokenKeys {
        issued_at: at("2026-11-20T12:00:00"),
        ..TokenKeys::default()
    };
    let seen = |time: &str, record: AuditRecord<'static>| {
        let record = AuditRecord {
            time: at(time),
            ..record
        };
        let comparison = compared(&token, &record);
        (comparison.agree.len(), comparison.contradict.len())
    };
    assert_eq!(seen("2026-11-20T12:05:11", sign_in()), (1, 0));
    assert_eq!(seen("2026-11-20T11:59:00", sign_in()), (1, 0));
    assert_eq!(seen("2026-11-20T12:20:00", sign_in()), (0, 0));
    assert_eq!(seen("2026-11-20T12:30:01", sign_in()), (0, 1));
    assert_eq!(seen("2026-11-20T11:29:59", sign_in()), (0, 1));
    assert_eq!(seen("2026-11-20T14:00:00", AuditRecord::default()), (0, 0));
}

#[test]
fn issued_at_time_is_exact_to_the_second() {
    let token = TokenKeys {
        issued_at: at("2026-11-20T12:00:00"),
        ..TokenKeys::default()
    };
    let seen = |time: &str| {
        let record = AuditRecord {
            issued_at: at(time),
            ..AuditRecord::default()
        };
        fields(&compared(&token, &record)).len()
    };
    assert_eq!(seen("2026-11-20T12:00:00.0000000Z"), 0);
    assert_eq!(seen("2026-11-20T12:00:00.5"), 0);
    assert_eq!(seen("2026-11-20T12:00:01"), 1);
}

#[test]
fn within_a_session_other_tokens_are_no_contradiction() {
    let token = TokenKeys {
        uti: Some("a".into()),
        request_id: Some(guid('a')),
        client: Some(guid('a')),
        resource: Some(guid('a')),
        issued_at: at("2026-11-20T12:00:00"),
        object_id: Some(guid('a')),
        issuer_tenant: Some(guid('c')),
        ..TokenKeys::default()
    };
    let field = |name| Field {
        name,
        value: guid('b'),
    };
    let record = AuditRecord {
        organization: Some(guid('c')),
        time: at("2026-11-20T20:00:00"),
        request_id: Some(guid('b')),
        uti: Some("b"),
        clients: vec![field("ApplicationId")],
        resources: vec![field("ObjectId")],
        object_ids: vec![field("Actor"), field("UserKey")],
        ..sign_in()
    };
    let session = compare(&token, &record, Strength::Session);
    assert_eq!(fields(&session), [(Key::ObjectId, "Actor")]);
    assert_eq!(fields(&compared(&token, &record)).len(), 6);
    // In another tenant's directory the same person is another object.
    let visiting = AuditRecord {
        organization: Some(guid('d')),
        ..record
    };
    let session = compare(&token, &visiting, Strength::Session);
    assert_eq!(fields(&session), []);
}

#[test]
fn what_a_workload_serves_agrees_but_never_contradicts() {
    let token = TokenKeys {
        resource: Some(guid('a')),
        ..TokenKeys::default()
    };
    let field = |value| Field {
        name: "Workload",
        value,
    };
    let served = |id| AuditRecord {
        apis: vec![field(id)],
        ..AuditRecord::default()
    };
    assert!(compared(&token, &served(guid('a'))).agrees(Key::Resource));
    assert_eq!(fields(&compared(&token, &served(guid('b')))), []);
}

#[test]
fn a_device_contradicts_where_it_is_the_directorys() {
    let token = TokenKeys {
        device: Some(guid('a')),
        ..TokenKeys::default()
    };
    let on = |name, digit| AuditRecord {
        devices: vec![Field {
            name,
            value: guid(digit),
        }],
        ..sign_in()
    };
    assert!(compared(&token, &on("DeviceId", 'a')).agrees(Key::Device));
    assert!(!compared(&token, &on("DeviceId", 'b')).differs(Key::Device));
    assert!(compared(&token, &on("DeviceProperties.Id", 'b')).differs(Key::Device));
}

#[test]
fn the_home_of_an_exchange_entry_and_graphs_identity_provider_are_read() {
    let token = TokenKeys {
        issuer_tenant: Some(guid('b')),
        home_tenant: Some(guid('a')),
        ..TokenKeys::default()
    };
    let mailbox = AuditRecord {
        external_user_tenant: Some(guid('a')),
        ..AuditRecord::default()
    };
    assert!(compared(&token, &mailbox).agrees(Key::HomeTenant));
    let graph = |provider| AuditRecord {
        log: Log::GraphActivity,
        actor_tenant: Some(guid(provider)),
        ..AuditRecord::default()
    };
    assert!(compared(&token, &graph('a')).agrees(Key::HomeTenant));
    assert_eq!(fields(&compared(&token, &graph('b'))), []);
    assert_eq!(
        fields(&compared(&token, &graph('c'))),
        [(Key::HomeTenant, "IdentityProvider")]
    );
}

/// A managing tenant's token in the log of a subscription that it manages.
#[test]
fn the_issuer_of_a_token_for_azure_is_the_tenant_in_its_claims() {
    let token = TokenKeys {
        issuer_tenant: Some(guid('a')),
        tenant: Some(guid('a')),
        ..TokenKeys::default()
    };
    let azure = |tid| AuditRecord {
        log: Log::AzureActivity,
        organization: Some(guid('b')),
        target_tenant: Some(guid('b')),
        token_tenant: Some(guid(tid)),
        ..AuditRecord::default()
    };
    let same = compared(&token, &azure('a'));
    assert!(same.agrees(Key::IssuerTenant) && same.agrees(Key::TokenTenant));
    assert_eq!(fields(&same), []);
    let other = [
        (Key::IssuerTenant, "Claims.tid"),
        (Key::TokenTenant, "Claims.tid"),
    ];
    assert_eq!(fields(&compared(&token, &azure('c'))), other);
}

#[test]
fn a_client_contradicts_only_in_a_sign_in_entry() {
    let token = TokenKeys {
        client: Some(guid('a')),
        ..TokenKeys::default()
    };
    let clients = vec![Field {
        name: "AppId",
        value: guid('b'),
    }];
    let record = AuditRecord {
        clients,
        ..AuditRecord::default()
    };
    assert!(compared(&token, &record).contradict.is_empty());
}

#[test]
fn names_agree_without_case_and_contradict_only_as_plain_names() {
    let token = TokenKeys {
        user: Some("Ada@Example.com".into()),
        ..TokenKeys::default()
    };
    let seen = |name| {
        let users = vec![Field {
            name: "UserId",
            value: name,
        }];
        let record = AuditRecord {
            users,
            ..AuditRecord::default()
        };
        let comparison = compared(&token, &record);
        (comparison.agree.len(), comparison.contradict.len())
    };
    assert_eq!(seen("ada@example.COM"), (1, 0));
    assert_eq!(seen("bob@example.com"), (0, 1));
    for placeholder in [
        "Not Available",
        "Unknown",
        "__NULL__",
        "app@sharepoint",
        "ServicePrincipal_5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f",
        "5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f",
        "ada_example.com#EXT#@fabrikam.example",
        "urn:spo:guest#ada@example.com",
    ] {
        assert_eq!(seen(placeholder), (0, 0), "{placeholder}");
    }
}

#[test]
fn addresses_and_sessions_agree_in_any_place() {
    let token = TokenKeys {
        address: "::ffff:198.51.100.23".parse().ok(),
        session: Some("S-ID".into()),
        ..TokenKeys::default()
    };
    let addresses = ["203.0.113.9", "198.51.100.23"].map(|text| Field {
        name: "ClientIP",
        value: text.parse().unwrap(),
    });
    let sessions = ["other", "s-id"].map(|value| Field {
        name: "SessionId",
        value,
    });
    let mut record = AuditRecord {
        addresses: addresses.to_vec(),
        sessions: sessions.to_vec(),
        ..AuditRecord::default()
    };
    assert_eq!(
        compared(&token, &record).agree,
        [Key::Session, Key::Address]
    );
    record.addresses.truncate(1);
    assert_eq!(
        fields(&compared(&token, &record)),
        [(Key::Address, "ClientIP")]
    );
}

#[test]
fn an_id_that_differs_is_only_the_records_number() {
    let token = TokenKeys {
        request_id: Some(guid('a')),
        ..TokenKeys::default()
    };
    let other = guid('b').to_string();
    let record = AuditRecord {
        id: Some(&other),
        ..AuditRecord::default()
    };
    assert!(compared(&token, &record).contradict.is_empty());
    let same = guid('a').to_string();
    let record = AuditRecord {
        id: Some(&same),
        ..AuditRecord::default()
    };
    assert_eq!(compared(&token, &record).agree, [Key::RequestId]);
}
