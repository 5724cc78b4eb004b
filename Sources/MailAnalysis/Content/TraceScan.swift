import MIME

/// Looks for what a program prints when it fails, and for paths of the machine that it runs on.
struct TraceScan {
    private(set) var found: [Range<Int>] = []
    private static let limit = 50

    init(_ reading: ReadableText) {
        found = reading.phrases.filter { $0.topic == .trace }.map(\.range)
        let octets = reading.octets
        var position = 0
        while position < octets.count, found.count < Self.limit {
            let end = octets.firstIndex(of: .lf, in: position..<octets.count) ?? octets.count
            let line = octets.trimming(position..<end) { $0 <= .space }
            if Self.isFrame(line, of: octets) || Self.marks.areIn(octets, line) { found.append(line) }
            position = end + 1
        }
    }

    /// Marks that are in no sentence.
    private static let marks = WordFinder(
        [
            "SQLSTATE[", "ORA-0", "PG::", "mysqli_", "var_dump(", "System.NullReferenceException", "java.lang.",
            "org.springframework.",
            "/var/www/", "/usr/local/lib/", "/site-packages/", "node_modules/", "/home/deploy/", "/app/vendor/",
            ":\\inetpub\\",
            "C:\\Users\\", ".php on line ", "stack backtrace:", "Caused by: ", "#<NoMethodError", "ENOENT",
            "ECONNREFUSED", ":0x0000",
            "/opt/app/", "/Users/", "/home/ubuntu/", "/srv/www/", "/srv/app/", "[0] => ", "] => Array", "[0]=>",
            "\"]=>",
            "#0 {main}",
            "django.", "jinja2.", "psycopg2.", "ActionView::", "ActiveRecord::",
        ], foldsCase: false)

    /// `at com.example.Shop.pay(Shop.java:42)`, `File "shop.py", line 42`, `#0 /srv/shop.php(42): pay()`,
    /// `[name] => Ann`.
    private static func isFrame(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        guard line.count > 8, line.count < 400 else { return false }
        let first = octets[line.lowerBound]
        guard "aF#[".utf8.contains(first) else { return false }
        let text = String(decoding: octets[line], as: UTF8.self)
        if text.hasPrefix("at "), text.hasSuffix(")"), let colon = text.lastIndex(of: ":") {
            let number = text[text.index(after: colon)...].dropLast()
            return !number.isEmpty && number.allSatisfy(\.isNumber) && text.contains("(")
        }
        if text.hasPrefix("at "), text.contains(") in "), text.contains(":line ") { return true }
        if text.hasPrefix("File \""), text.contains("\", line ") { return true }
        return text.hasPrefix("#0 /") || text.hasPrefix("#1 /") || text.hasPrefix("[") && text.contains("] => ")
    }
}
