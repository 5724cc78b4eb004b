import HTTPTypes
import MailModel

extension QueryParameters {
    /// A place in the feed of changes.
    ///
    /// One that lies ahead comes from another store, such as one in memory that ended with its process, and would
    /// silently wait for ever.
    func cursor(_ name: String, upTo last: CaptureID) throws(Problem) -> CaptureID? {
        let cursor = try value(name, as: CaptureID.self, allowed: "the number of a message or a change")
        guard let cursor, cursor > last else { return cursor }
        throw Problem(
            status: .badRequest,
            detail: "\(name)=\(cursor) lies beyond the last change, \(last): it belongs to another store. Begin anew",
            members: ["parameter": name, "value": "\(cursor)", "allowed": "0 to \(last)"])
    }
}
