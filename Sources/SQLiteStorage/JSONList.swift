/// Numbers as SQLite's `json_each` reads them. Bound, so that the text of a statement does not tell one list from another.
enum JSONList {
    static func text(_ numbers: [Int64]) -> String { "[\(numbers.map(String.init).joined(separator: ","))]" }
}
