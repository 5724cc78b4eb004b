/// How much of a message is taken apart. What lies beyond stays whole, and a defect says so.
package struct Limits: Sendable {
    /// Containers around a part.
    package var depth: Int
    /// Parts in the table, multiparts and embedded messages included.
    package var parts: Int
    /// Header fields of all parts together.
    package var fields: Int

    package init(depth: Int = 100, parts: Int = 10_000, fields: Int = 10_000) {
        (self.depth, self.parts, self.fields) = (depth, parts, fields)
    }
}
