//! For each explanation an entry in which it is found, and one that looks alike and is none.
//!
//! Not its job: the tests that read them.

use super::*;

/// An entry of each kind, and next to it one that looks alike and is something else.
pub(super) fn witnesses() -> Vec<(&'static str, Value, Value)> {
    let guest = json!({"UserId": "ada_example.com#EXT#@fabrikam.example", "UserType": 0});
    let teams = |changes| {
        let record = own(&json!({
            "RecordType": 25, "Operation": "MessageSent", "Workload": "MicrosoftTeams",
            "ActorContextId": null, "ObjectId": null, "UserId": ".cid.2640d6262885f83e",
            "UserKey": null,
            "ParticipantInfo": {"HasForeignTenantUsers": true, "ParticipatingTenantIds": [OWN, OTHER]},
        }));
        changed(record, &changes)
    };
    let mailbox = |changes| {
        let record = own(&json!({
            "RecordType": 1, "Operation": "Set-Mailbox", "Workload": "Exchange", "ActorContextId": null,
            "UserKey": "10032002C95E07A4", "ObjectId": "x", "ExternalAccess": true,
            "UserId": "helper@partner.example",
        }));
        changed(record, &changes)
    };
    let failed = json!({"Operation": "UserLoginFailed", "ErrorNumber": "50126"});
    let service = json!({"ApplicationId": "cb1bda4c-1213-4e8b-911a-0a8c83c5d3b7"});
    let directory = json!({"RecordType": 8, "Operation": "Update user.", "ApplicationId": null, "ObjectId": "x",
        "Actor": [{"ID": "kim@tailspin.example", "Type": 5}, {"ID": "Office 365 Exchange Online", "Type": 1}]});
    vec![
        (
            "microsoft-support-engineer",
            sign_in(&json!({"crossTenantAccessType": "microsoftSupport"})),
            sign_in(&json!({"crossTenantAccessType": "none"})),
        ),
        (
            "partner-administrator",
            mailbox(json!({})),
            mailbox(json!({"UserType": 3, "UserId": "NT AUTHORITY\\SYSTEM (Microsoft.Exchange)"})),
        ),
        (
            "b2b-direct-connect",
            sign_in(&json!({"crossTenantAccessType": "b2bDirectConnect"})),
            sign_in(&json!({"crossTenantAccessType": "b2bCollaboration"})),
        ),
        (
            "cross-tenant-synchronization",
            foreign(
                &json!({"RecordType": 8, "Operation": "Add user.", "ApplicationId": null,
                "Actor": [{"ID": "Microsoft.Azure.SyncFabric", "Type": 1}]}),
            ),
            foreign(&json!({"RecordType": 8, "Operation": "Add user.", "ApplicationId": null})),
        ),
        (
            "teams-external-chat",
            teams(json!({})),
            teams(json!({"UserId": "kim@tailspin.example",
                "UserKey": "6b0c7d1e-3b4f-4a6c-8d2e-9f1b0c3d5e70"})),
        ),
        ("guest-account", foreign(&guest), foreign(&json!({}))),
        (
            "multi-tenant-application",
            foreign(&json!({"UserType": 6, "UserId": "ServicePrincipal_x"})),
            foreign(&json!({"UserType": 0})),
        ),
        (
            "foreign-device-code-sign-in",
            sign_in(&json!({"originalTransferMethod": "deviceCodeFlow"})),
            sign_in(&json!({"originalTransferMethod": "none"})),
        ),
        (
            "exchange-powershell-wrong-tenant",
            foreign(&json!({"ApplicationId": "FB78D390-0C51-40CD-8E17-FDBFAB77341B"})),
            foreign(&json!({"ApplicationId": AZURE_CLI})),
        ),
        (
            "sharepoint-pass-through",
            foreign(
                &json!({"ObjectId": SHAREPOINT, "ApplicationId": SHAREPOINT, "UserId": "Unknown",
                "Operation": "UserLoginFailed", "ErrorNumber": "50058"}),
            ),
            own(&json!({"ObjectId": SHAREPOINT})),
        ),
        (
            "my-apps-pass-through",
            foreign(
                &json!({"ApplicationId": "0000000c-0000-0000-c000-000000000000",
                "ObjectId": "0000000c-0000-0000-c000-000000000000",
                "ActorContextId": "9188040d-6c67-4c5b-b112-36a304b66dad"}),
            ),
            foreign(&json!({"ObjectId": GRAPH})),
        ),
        (
            "azure-portal-sign-in",
            foreign(
                &json!({"ApplicationId": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
                "ObjectId": "797f4846-ba00-4fd7-ba43-dac1f8f63013",
                "ExtendedProperties": [{"Name": "RequestType", "Value": "SAS:EndAuth"}]}),
            ),
            foreign(&json!({"ObjectId": GRAPH})),
        ),
        (
            "saml-method-value",
            foreign(&json!({"ObjectId": GRAPH,
                "ExtendedProperties": [{"Name": "UserAuthenticationMethod", "Value": "16457"}]})),
            foreign(&json!({"ObjectId": GRAPH,
                "ExtendedProperties": [{"Name": "UserAuthenticationMethod", "Value": "1"}]})),
        ),
        (
            "pass-through-sign-in",
            foreign(&json!({"ObjectId": "Unknown", "ApplicationId": AZURE_CLI})),
            // Microsoft documents it for its own applications only.
            foreign(
                &json!({"ObjectId": GRAPH, "ApplicationId": "2d9b6e04-7a3f-4c58-8b12-e5f0c7d4a961"}),
            ),
        ),
        (
            "foreign-sign-in-failed",
            foreign(&json!({"Operation": "UserLoginFailed", "ErrorNumber": "500213"})),
            foreign(&json!({})),
        ),
        (
            "foreign-actor-unexplained",
            foreign(
                &json!({"RecordType": 1, "Operation": "New-InboxRule", "UserType": 0,
                "UserId": "eve@elsewhere.example"}),
            ),
            own(&json!({"RecordType": 1, "Operation": "New-InboxRule"})),
        ),
        (
            "datacenter-actor",
            own(
                &json!({"RecordType": 1, "UserType": 3, "Operation": "Set-ConditionalAccessPolicy",
                "ActorContextId": null, "UserId": "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)"}),
            ),
            foreign(&json!({})),
        ),
        (
            "application-name-on-a-users-change",
            own(&directory),
            own(&changed(
                directory.clone(),
                &json!({"UserId": "ServicePrincipal_x",
                "Actor": [{"ID": "Office 365 Exchange Online", "Type": 1}]}),
            )),
        ),
        (
            "cross-tenant-settings-changed",
            own(
                &json!({"RecordType": 8, "Operation": "Add a partner to cross-tenant access setting."}),
            ),
            own(&json!({"RecordType": 8, "Operation": "Update user."})),
        ),
        ("service-address", own(&service), own(&json!({}))),
        (
            "vendor-application",
            own(
                &json!({"RecordType": 6, "Operation": "FileDownloaded", "UserId": "app@sharepoint",
                "ApplicationId": "2d9b6e04-7a3f-4c58-8b12-e5f0c7d4a961", "ActorContextId": null}),
            ),
            own(
                &json!({"RecordType": 6, "Operation": "FileDownloaded", "UserId": "app@sharepoint",
                "ApplicationId": SHAREPOINT, "ActorContextId": null}),
            ),
        ),
        (
            "device-code-sign-in",
            sign_in(&json!({"homeTenantId": OWN, "authenticationProtocol": "deviceCode"})),
            sign_in(&json!({"homeTenantId": OWN, "authenticationProtocol": "none"})),
        ),
        (
            "failed-sign-ins",
            own(&failed),
            own(&json!({"Operation": "UserLoginFailed", "ErrorNumber": "50140"})),
        ),
        (
            "own-user-elsewhere",
            sign_in(&json!({"homeTenantId": OWN, "resourceTenantId": OTHER})),
            sign_in(&json!({})),
        ),
    ]
}
