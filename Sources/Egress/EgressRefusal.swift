/// A connection that was not opened: what log and events tell.
package struct EgressRefusal: Hashable, Sendable {
    package let purpose: EgressPurpose
    package let destination: Destination
    /// As a sentence without a full stop.
    package let reason: String
}
