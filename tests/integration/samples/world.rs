//! The made-up world of the samples: clouds, tenants, people, applications, and the hour it is.
//!
//! Not its job: what a token or a record looks like. Companies, people and their ids are invented;
//! the ids of Microsoft's own applications and of its two special tenants are the real, public ones,
//! because recognising them is what the samples show.

use jiff::Timestamp;
use uuid::{Uuid, uuid};

use crate::support::forge::{Algorithm, SigningKey};

/// `--at` of every sample.
pub const AT: &str = "2026-11-20T12:30:00Z";

/// [`AT`] as seconds since 1970.
pub fn at() -> i64 {
    let at: Timestamp = AT.parse().expect("AT is RFC 3339");
    at.as_second()
}

pub struct Cloud {
    pub login: &'static str,
    pub instance: &'static str,
    pub graph_legacy: &'static str,
    pub graph: &'static str,
    pub rbac: &'static str,
    pub region: &'static str,
}

pub const PUBLIC: Cloud = Cloud {
    login: "https://login.microsoftonline.com",
    instance: "microsoftonline.com",
    graph_legacy: "graph.windows.net",
    graph: "graph.microsoft.com",
    rbac: "https://pas.windows.net",
    region: "EU",
};

pub const US_GOV: Cloud = Cloud {
    login: "https://login.microsoftonline.us",
    instance: "microsoftonline.us",
    graph_legacy: "graph.windows.net",
    graph: "graph.microsoft.us",
    rbac: "https://pasff.usgovcloudapi.net",
    region: "USGov",
};

pub struct Tenant {
    /// Its folder under `samples/authority`.
    pub folder: &'static str,
    pub domain: Option<&'static str>,
    pub id: Uuid,
    pub cloud: Cloud,
}

impl Tenant {
    const fn new(folder: &'static str, domain: &'static str, id: Uuid, cloud: Cloud) -> Self {
        Self {
            folder,
            domain: Some(domain),
            id,
            cloud,
        }
    }

    /// A tenant of Microsoft's own, which no domain names.
    const fn nameless(folder: &'static str, id: Uuid) -> Self {
        Self {
            folder,
            domain: None,
            id,
            cloud: PUBLIC,
        }
    }

    /// The issuer of version 1 tokens, which is the same host in the public and the US Government
    /// cloud; also what an `idp` claim says of somebody who comes from this tenant.
    pub fn v1_issuer(&self) -> String {
        format!("https://sts.windows.net/{}/", self.id)
    }

    pub fn v2_issuer(&self) -> String {
        format!("{}/{}/v2.0", self.cloud.login, self.id)
    }
}

pub static FABRIKAM: Tenant = Tenant::new(
    "fabrikam",
    "fabrikam.example",
    uuid!("3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618"),
    PUBLIC,
);
pub static TAILSPIN: Tenant = Tenant::new(
    "tailspin",
    "tailspin.example",
    uuid!("8e2f60d1-47ab-4f39-b6c5-91d03c7ea254"),
    PUBLIC,
);
pub static WINGTIP: Tenant = Tenant::new(
    "wingtip",
    "wingtip.example",
    uuid!("c07d4b92-6e15-4a8f-9b3d-f2184e6a70c9"),
    PUBLIC,
);
pub static LITWARE: Tenant = Tenant::new(
    "litware",
    "litware.example",
    uuid!("5d90e3a7-2b68-4c1f-8e74-a6f0c3d81b25"),
    US_GOV,
);
/// Where personal Microsoft accounts live.
pub static PERSONAL: Tenant =
    Tenant::nameless("personal", uuid!("9188040d-6c67-4c5b-b112-36a304b66dad"));
/// Where a personal account lands when no tenant was named.
pub static MICROSOFT_SERVICES: Tenant = Tenant::nameless(
    "microsoft-services",
    uuid!("f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
);
/// The id that Microsoft's documentation prints; no authority knows it.
pub static PLACEHOLDER: Tenant =
    Tenant::nameless("placeholder", uuid!("aaaabbbb-0000-cccc-1111-dddd2222eeee"));

/// Every tenant that `samples/authority` answers for.
pub static TENANTS: [&Tenant; 6] = [
    &FABRIKAM,
    &TAILSPIN,
    &WINGTIP,
    &LITWARE,
    &PERSONAL,
    &MICROSOFT_SERVICES,
];

pub struct Person {
    pub name: &'static str,
    pub mail: &'static str,
    pub home: &'static Tenant,
    pub oid: Uuid,
    pub puid: &'static str,
    pub address: &'static str,
}

macro_rules! people {
    ($($person:ident: $name:literal, $mail:literal, $home:ident, $oid:literal, $puid:literal, $address:literal;)*) => {
        $(pub static $person: Person = Person {
            name: $name,
            mail: $mail,
            home: &$home,
            oid: uuid!($oid),
            puid: $puid,
            address: $address,
        };)*
    };
}

people! {
    PAT: "Pat Rivera", "pat@fabrikam.example", FABRIKAM, "71c0f8d4-3a5e-4b92-8f17-d06b2e94ca53", "100320041A7C3E90", "198.51.100.23";
    CHRIS: "Chris Okafor", "chris@fabrikam.example", FABRIKAM, "e59a2b06-c817-43fd-a42c-7b0d13f6e988", "100320041A7C41B2", "198.51.100.57";
    SAM: "Sam Lindqvist", "sam@wingtip.example", WINGTIP, "0d84e6b3-5f29-4c7a-b1e0-93a7f52c86d1", "10032002C95E07A4", "192.0.2.44";
    KIM: "Kim Moreau", "kim@wingtip.example", WINGTIP, "a63f91c7-08d2-4e5b-96b4-2c7d80e5f31a", "10032002C95E0B1D", "192.0.2.61";
    LEE: "Lee Novak", "lee@litware.example", LITWARE, "4be7d02f-916c-4a38-8d50-f1c3a962e70b", "1003200381F4D6C2", "2001:db8:9a:4::17";
    // The object id of a personal account is its PUID, filled up with zeros.
    ROBIN: "Robin Hale", "robin@personal.example", PERSONAL, "00000000-0000-0000-0003-bffd5c7e91a4", "0003BFFD5C7E91A4", "198.51.100.171";
    JORDAN: "Jordan Bell", "jordan@contoso.example", PLACEHOLDER, "c9250f7e-4d81-4b63-9ea7-36f8d05b12ac", "10032003E7A05C18", "203.0.113.200";
}

pub struct Resource {
    pub audience: &'static str,
    pub app_id: Uuid,
}

pub const ARM: Resource = Resource {
    audience: "https://management.core.windows.net/",
    app_id: uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013"),
};
pub const EXCHANGE: Resource = Resource {
    audience: "https://outlook.office365.com",
    app_id: uuid!("00000002-0000-0ff1-ce00-000000000000"),
};
pub const GRAPH: Resource = Resource {
    audience: "https://graph.microsoft.com",
    app_id: uuid!("00000003-0000-0000-c000-000000000000"),
};
/// Fabrikam's own API; version 2 tokens name it by its id alone.
pub const CATALOG: Resource = Resource {
    audience: "api://6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2",
    app_id: uuid!("6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2"),
};

pub const AZURE_CLI: Uuid = uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
pub const AZURE_POWERSHELL: Uuid = uuid!("1950a258-227b-4e31-a9cf-717495945fc2");
pub const GRAPH_POWERSHELL: Uuid = uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e");
pub const EXCHANGE_REMOTE_POWERSHELL: Uuid = uuid!("a0c73c16-a7e3-4564-9a95-2bdf47383716");
pub const EXCHANGE_REST_POWERSHELL: Uuid = uuid!("fb78d390-0c51-40cd-8e17-fdbfab77341b");
pub const MICROSOFT_OFFICE: Uuid = uuid!("d3590ed6-52b3-4102-aeff-aad2292ab01c");
/// Fabrikam's web front end of [`CATALOG`], and the job that reads it at night.
pub const CATALOG_APP: Uuid = uuid!("2d9b6e04-7a3f-4c58-8b12-e5f0c7d4a961");
pub const NIGHTLY_SYNC: Uuid = uuid!("c41f8a27-06de-4b95-a3e7-90b52d6c1f38");
pub const NIGHTLY_SYNC_PRINCIPAL: Uuid = uuid!("97ad30e5-b24c-4f68-8071-5de9c2fa6b34");

/// The keys of one run. They are dropped with it: nobody can sign another token for the samples.
pub struct Keys {
    pub public: [SigningKey; 2],
    pub us_gov: SigningKey,
    pub personal: SigningKey,
    /// In no key set: a key that was rotated out, or never was the authority's.
    pub unpublished: SigningKey,
}

impl Keys {
    pub fn generate() -> Self {
        let key = |subject| SigningKey::generate(Algorithm::Rs256, subject);
        // The common names tell the signer apart, as they do in the real certificates.
        Self {
            public: [(); 2].map(|()| key("accounts.accesscontrol.windows.net")),
            us_gov: key("login.microsoftonline.us"),
            personal: key("Live ID STS Signing Public Key"),
            unpublished: key("accounts.accesscontrol.windows.net"),
        }
    }
}
