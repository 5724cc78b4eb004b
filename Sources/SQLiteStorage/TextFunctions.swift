import GRDB
import GRDBSQLite
import MailStorage

/// Functions of ours in SQL. They look at what SQLite holds where it is, which saves a copy for each row of a search.
enum TextFunctions {
    /// `creel_finds(text, needle, extent)`: whether a text, or an item of a list in the form of `ListColumn`, holds the
    /// needle, which is given by its octets: a blob, as whoever binds a text binds it up to the first NUL.
    static let finds = "creel_finds"
    /// `creel_lists(numbers, wanted)`: whether a list in the form of `NumberList` has one of the numbers that are wanted,
    /// which are written with commas.
    static let lists = "creel_lists"
    /// `creel_within(number, ranges)`: whether a number lies in one of the ranges, in the form of `NumberRanges`.
    static let within = "creel_within"

    static func register(on db: Database) {
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC
        sqlite3_create_function_v2(db.sqliteConnection, finds, 3, flags, nil, runFinds, nil, nil, nil)
        sqlite3_create_function_v2(db.sqliteConnection, lists, 2, flags, nil, runLists, nil, nil, nil)
        sqlite3_create_function_v2(db.sqliteConnection, within, 2, flags, nil, runWithin, nil, nil, nil)
    }

    private typealias Arguments = UnsafeMutablePointer<OpaquePointer?>

    private static let runFinds: @convention(c) (OpaquePointer?, Int32, Arguments?) -> Void = { context, _, values in
        guard let values else { return }
        let needle = prepared(context, at: 1) {
            Needle(
                octets: octets(values[1]) { Array($0) },
                Needle.Extent(rawValue: sqlite3_value_int(values[2])) ?? .anyPart)
        }
        let isFound = octets(values[0]) { octets in octets.contains(needle) }
        sqlite3_result_int(context, isFound ? 1 : 0)
    }

    private static let runLists: @convention(c) (OpaquePointer?, Int32, Arguments?) -> Void = { context, _, values in
        guard let values else { return }
        let wanted = prepared(context, at: 1) { Set(text(values[1]).split(separator: ",").compactMap { Int64($0) }) }
        let numbers = octets(values[0]) { NumberList.decode(Array($0)) }
        sqlite3_result_int(context, numbers.contains(where: wanted.contains) ? 1 : 0)
    }

    private static let runWithin: @convention(c) (OpaquePointer?, Int32, Arguments?) -> Void = { context, _, values in
        guard let values else { return }
        let ranges = prepared(context, at: 1) { NumberRanges(text: text(values[1])) }
        sqlite3_result_int(context, ranges.contains(sqlite3_value_int64(values[0])) ? 1 : 0)
    }

    /// What is made of an argument that is the same for every row: made once.
    private static func prepared<Value>(_ context: OpaquePointer?, at index: Int32, _ make: () -> Value) -> Value {
        if let known = sqlite3_get_auxdata(context, index) {
            return Unmanaged<Box<Value>>.fromOpaque(known).takeUnretainedValue().value
        }
        let value = make()
        let box = Unmanaged.passRetained(Box(value) as AnyObject)
        sqlite3_set_auxdata(context, index, box.toOpaque()) { pointer in
            if let pointer { Unmanaged<AnyObject>.fromOpaque(pointer).release() }
        }
        return value
    }

    private final class Box<Value> {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    private static func text(_ value: OpaquePointer?) -> String {
        sqlite3_value_text(value).map { String(cString: $0) } ?? ""
    }

    /// The octets of a text or a blob; none for NULL.
    private static func octets<Value>(_ value: OpaquePointer?, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        let start = sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self)
        return body(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Item by item: nothing is found across the end of one. A whole address has nothing of its name, which stands
    /// before it.
    fileprivate func contains(_ needle: Needle) -> Bool {
        let isWhole = needle.extent == .whole
        var start = startIndex
        while start < endIndex {
            let rest = self[start...]
            let end = rest.firstIndex { $0 == 0x1E || $0 == 0x1F && !isWhole } ?? endIndex
            let item = rest[..<end]
            let text = isWhole ? item[(item.lastIndex(of: 0x1F).map { $0 + 1 } ?? start)...] : item
            if !item.isEmpty, needle.isFound(in: UnsafeBufferPointer(rebasing: text).span) { return true }
            start = end + 1
        }
        return false
    }
}
