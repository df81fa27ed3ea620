//! Records that name neither token nor session: what ties them, and what undoes the tie.

use std::net::IpAddr;

use crate::audit::correlate::Index;
use crate::audit::record::{AuditRecord, Field, Log, STS_LOGON};
use crate::time::Timestamp;
use crate::trace::{Strength, TokenKeys};
use uuid::{Uuid, uuid};

const ISSUER: Uuid = uuid!("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618");
const HOME: Uuid = uuid!("8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365");
const PERSON: Uuid = uuid!("5a0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e7f");
const CLIENT: Uuid = uuid!("fb78d390-0c51-40cd-8e17-fdbfab77341b");
const EXCHANGE: Uuid = uuid!("00000002-0000-0ff1-ce00-000000000000");
const OTHER: Uuid = uuid!("11111111-1111-4111-8111-111111111111");
const PUID: &str = "1003BFFDACDB6497";

fn at(text: &str) -> Option<Timestamp> {
    Timestamp::parse_utc(text).ok()
}

fn address() -> IpAddr {
    "203.0.113.20".parse().unwrap()
}

fn token() -> TokenKeys {
    TokenKeys {
        uti: Some("N2jT94if-kGJzdwWp8mqAA".into()),
        request_id: "f7d36837-9f88-41fa-89cd-dc16a7c9aa00".parse().ok(),
        session: Some("001eb37a-80ea-2ad3-9000-000000000001".into()),
        object_id: Some(PERSON),
        puid: Some(PUID.into()),
        issuer_tenant: Some(ISSUER),
        home_tenant: Some(HOME),
        client: Some(CLIENT),
        resource: Some(EXCHANGE),
        address: Some(address()),
        issued_at: at("2026-11-20T12:00:00"),
        expires_at: at("2026-11-20T13:14:00"),
        ..TokenKeys::default()
    }
}

fn field<T>(value: T) -> Vec<Field<T>> {
    vec![Field {
        name: "Field",
        value,
    }]
}

/// A cmdlet of the same person and client, of a token that was issued in the same second.
fn work<'a>() -> AuditRecord<'a> {
    AuditRecord {
        record_type: Some(1),
        time: at("2026-11-20T12:40:00"),
        issued_at: at("2026-11-20T12:00:00"),
        object_ids: field(PERSON),
        clients: field(CLIENT),
        ..AuditRecord::default()
    }
}

/// A sign-in of the same person and client, to the same resource from the same address.
fn sign_in<'a>() -> AuditRecord<'a> {
    AuditRecord {
        record_type: Some(STS_LOGON),
        time: at("2026-11-20T12:05:10"),
        organization: Some(ISSUER),
        actor_tenant: Some(HOME),
        object_ids: field(PERSON),
        clients: field(CLIENT),
        resources: field(EXCHANGE),
        addresses: field(address()),
        ..AuditRecord::default()
    }
}

/// A sign-in of somebody of the home tenant.
fn visit<'a>() -> AuditRecord<'a> {
    AuditRecord {
        record_type: Some(STS_LOGON),
        time: at("2026-11-20T12:05:10"),
        organization: Some(ISSUER),
        actor_tenant: Some(HOME),
        ..AuditRecord::default()
    }
}

fn tie(token: &TokenKeys, record: &AuditRecord) -> Option<Strength> {
    let tokens = std::slice::from_ref(token);
    let ties = Index::new(tokens).of(record);
    ties.first().map(|tie| tie.strength)
}

#[test]
fn person_client_and_the_second_of_issue_are_context() {
    assert_eq!(tie(&token(), &work()), Some(Strength::Context));
    let by_puid = AuditRecord {
        object_ids: Vec::new(),
        puids: field("1003bffdacdb6497"),
        ..work()
    };
    assert_eq!(tie(&token(), &by_puid), Some(Strength::Context));
}

#[test]
fn each_part_of_the_second_of_issue_is_needed() {
    for record in [
        AuditRecord {
            issued_at: at("2026-11-20T12:00:01"),
            ..work()
        },
        AuditRecord {
            object_ids: field(OTHER),
            ..work()
        },
        AuditRecord {
            clients: field(OTHER),
            ..work()
        },
        AuditRecord {
            uti: Some("anotherTokenOfThatSecond"),
            ..work()
        },
    ] {
        assert_eq!(tie(&token(), &record), None, "{record:?}");
    }
}

#[test]
fn another_time_of_issue_is_another_token_whatever_else_agrees() {
    let record = AuditRecord {
        issued_at: at("2026-11-20T12:01:00"),
        apis: field(EXCHANGE),
        addresses: field(address()),
        ..work()
    };
    assert_eq!(tie(&token(), &record), None);
}

#[test]
fn person_client_resource_and_address_are_context_within_the_life() {
    for (time, expected) in [
        ("2026-11-20T11:58:59", None),
        ("2026-11-20T11:59:00", Some(Strength::Context)),
        ("2026-11-20T13:19:00", Some(Strength::Context)),
        ("2026-11-20T13:19:01", None),
    ] {
        let record = AuditRecord {
            time: at(time),
            ..sign_in()
        };
        assert_eq!(tie(&token(), &record), expected, "{time}");
    }
    let of_workload = AuditRecord {
        log: Log::UnifiedAudit,
        record_type: Some(50),
        resources: Vec::new(),
        apis: field(EXCHANGE),
        ..sign_in()
    };
    assert_eq!(tie(&token(), &of_workload), Some(Strength::Context));
}

#[test]
fn each_part_of_the_surroundings_is_needed() {
    let home = |token: TokenKeys| TokenKeys {
        home_tenant: Some(ISSUER),
        ..token
    };
    for record in [
        AuditRecord {
            clients: field(OTHER),
            ..sign_in()
        },
        AuditRecord {
            resources: field(OTHER),
            ..sign_in()
        },
        AuditRecord {
            addresses: field("203.0.113.21".parse().unwrap()),
            ..sign_in()
        },
        AuditRecord {
            addresses: Vec::new(),
            ..sign_in()
        },
        AuditRecord {
            sessions: field("another"),
            ..sign_in()
        },
        AuditRecord {
            time: None,
            ..sign_in()
        },
    ] {
        assert_eq!(tie(&home(token()), &record), None, "{record:?}");
    }
    let endless = TokenKeys {
        expires_at: None,
        ..home(token())
    };
    assert_eq!(tie(&endless, &sign_in()), None);
}

#[test]
fn another_request_is_context_only_at_the_time_of_the_sign_in() {
    for (time, expected) in [
        ("2026-11-20T12:05:10", Some(Strength::Context)),
        ("2026-11-20T12:50:00", None),
    ] {
        let record = AuditRecord {
            request_id: Some(OTHER),
            time: at(time),
            ..sign_in()
        };
        assert_eq!(tie(&token(), &record), expected, "{time}");
    }
}

#[test]
fn tenants_alone_fit_foreign_visits_within_the_life() {
    assert_eq!(tie(&token(), &visit()), Some(Strength::Tenant));
    let late = AuditRecord {
        time: at("2026-11-20T14:00:00"),
        ..visit()
    };
    assert_eq!(tie(&token(), &late), None);
    // In one's own tenant everybody fits: that says nothing.
    let at_home = TokenKeys {
        home_tenant: Some(ISSUER),
        ..token()
    };
    let own = AuditRecord {
        actor_tenant: Some(ISSUER),
        ..visit()
    };
    assert_eq!(tie(&at_home, &own), None);
}

#[test]
fn whoever_is_somebody_else_or_came_by_another_token_is_no_match_by_tenants() {
    for record in [
        AuditRecord {
            object_ids: field(OTHER),
            ..visit()
        },
        AuditRecord {
            request_id: Some(OTHER),
            ..visit()
        },
        AuditRecord {
            clients: field(OTHER),
            ..visit()
        },
        AuditRecord {
            sessions: field("another"),
            ..visit()
        },
    ] {
        assert_eq!(tie(&token(), &record), None, "{record:?}");
    }
    let elsewhere = AuditRecord {
        addresses: field("203.0.113.21".parse().unwrap()),
        ..visit()
    };
    assert_eq!(tie(&token(), &elsewhere), Some(Strength::Tenant));
}
