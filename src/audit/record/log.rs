//! The logs that records stand in, and how each spells what a token is compared with.
//!
//! Not its job: the shapes in which they are exported (`dialects/`).

/// The log that a record stands in. Ids are unique within a log only: a sign-in has the same id in
/// the unified audit log and in the sign-in log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Log {
    #[default]
    UnifiedAudit,
    SignIn,
    GraphActivity,
    AzureActivity,
    /// Entra's own log of changes.
    Directory,
}

impl Log {
    pub const ALL: [Self; 5] = [
        Self::UnifiedAudit,
        Self::SignIn,
        Self::GraphActivity,
        Self::AzureActivity,
        Self::Directory,
    ];

    /// As normalised records name it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::UnifiedAudit => "unified-audit",
            Self::SignIn => "sign-in",
            Self::GraphActivity => "graph-activity",
            Self::AzureActivity => "azure-activity",
            Self::Directory => "directory",
        }
    }

    /// The field that names the actor's own tenant.
    pub(in crate::audit) fn home_field(self) -> &'static str {
        match self {
            Self::UnifiedAudit => "ActorContextId",
            Self::SignIn => "homeTenantId",
            Self::GraphActivity => "IdentityProvider",
            Self::AzureActivity => "Claims.idp",
            Self::Directory => "InitiatedBy.user.homeTenantId",
        }
    }

    /// The field that holds a token's `tid`.
    pub(in crate::audit) fn token_tenant_field(self) -> &'static str {
        match self {
            Self::AzureActivity => "Claims.tid",
            _ => "TokenTenantId",
        }
    }

    /// The field that holds a token's `uti`.
    pub(in crate::audit) fn uti_field(self) -> &'static str {
        match self {
            Self::UnifiedAudit | Self::Directory => "AppAccessContext.UniqueTokenId",
            Self::SignIn => "uniqueTokenIdentifier",
            Self::GraphActivity => "SignInActivityId",
            Self::AzureActivity => "Claims.uti",
        }
    }

    /// The field that holds a token's `iat`.
    pub(in crate::audit) fn issued_at_field(self) -> &'static str {
        match self {
            Self::GraphActivity => "TokenIssuedAt",
            Self::AzureActivity => "Claims.iat",
            _ => "AppAccessContext.IssuedAtTime",
        }
    }
}
