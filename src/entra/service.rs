//! Microsoft services that call others on behalf of a person: the log then shows the service's own
//! address where the person's would stand.
//!
//! Not its job: whose an address is. There is no table of ranges, so the address itself never decides.

use uuid::{Uuid, uuid};

/// `o365.servicecommunications.microsoft.com`, which the admin centre and its app call.
pub const SERVICE_COMMUNICATIONS: Uuid = uuid!("cb1bda4c-1213-4e8b-911a-0a8c83c5d3b7");

/// The resource of the service communications and management activity interfaces.
pub const MANAGEMENT_APIS: Uuid = uuid!("c5393580-f805-4401-95e8-94b7a6ef2fc2");

/// Whether one of these applications calls on behalf of people, or is only reached that way.
#[must_use]
pub fn acts_for_people(app: Uuid) -> bool {
    [SERVICE_COMMUNICATIONS, MANAGEMENT_APIS].contains(&app)
}
