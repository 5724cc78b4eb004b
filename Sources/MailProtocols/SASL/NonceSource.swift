/// Where a session has what nobody can guess from: it knows no chance of its own.
package struct NonceSource: Sendable {
    /// Printable, without a comma, different each time. RFC 5802 §5.1.
    ///
    /// - Parameter exchange: Which login of its connection it is for, from 1.
    let make: @Sendable (_ exchange: Int) -> String

    package init(_ make: @escaping @Sendable (_ exchange: Int) -> String) { self.make = make }
}
