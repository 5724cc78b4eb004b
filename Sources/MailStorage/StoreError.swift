package import MailModel

/// Why a store could not do what it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// Disk or memory is used up. SMTP `452 4.3.1`, HTTP 507.
    case full(String)
    /// There is as much of something as may be, whatever room there is. SMTP `452 4.3.1`, HTTP 409.
    case tooMany(String)
    /// Busy or broken for now. SMTP `451 4.3.0`, HTTP 503.
    case unavailable(String)
    /// The file is not ours, is newer than this program, or is in use; fatal at the start.
    case unusable(String)

    /// One inbox more than may be.
    ///
    /// - Parameter limit: How many may be, `default` among them.
    package static func tooManyInboxes(limit: Int) -> StoreError {
        .tooMany("There are \(limit) inboxes in use, which is the limit; delete one or raise --max-inboxes")
    }

    /// One tag more than may be in use.
    ///
    /// - Parameter limit: How many may be.
    package static func tooManyTags(limit: Int) -> StoreError {
        .tooMany("\(limit) tags are in use, which is the limit; take some off their messages")
    }

    /// One tag more than a message may bear.
    package static func tooManyTags(on id: CaptureID) -> StoreError {
        .tooMany(
            "Message \(id) would bear more than \(TagName.maximumPerMessage) tags, which is the limit; take some off")
    }

    /// What happened and what to do about it.
    package var explanation: String {
        switch self {
        case .full(let text), .tooMany(let text), .unavailable(let text), .unusable(let text): text
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String { explanation }
}
