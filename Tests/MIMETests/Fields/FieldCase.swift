@testable import MIME

/// A field body and what must be read from it.
struct FieldCase<Value: Sendable>: Sendable, CustomStringConvertible {
    let body: String
    let expected: Value

    init(_ body: String, _ expected: Value) { (self.body, self.expected) = (body, expected) }

    var description: String { body }

    var octets: [UInt8] { Array(body.utf8) }
}
