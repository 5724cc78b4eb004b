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
            if let range = Self.trace(in: octets.trimming(position..<end) { $0 <= .space }, of: octets) {
                found.append(range)
            }
            position = end + 1
        }
    }

    /// Marks that are in no sentence.
    private static let marks: [[UInt8]] = [
        "SQLSTATE[", "ORA-0", "PG::", "mysqli_", "var_dump(", "System.NullReferenceException", "java.lang.",
        "org.springframework.",
        "/var/www/", "/usr/local/lib/", "/site-packages/", "node_modules/", "/home/deploy/", "/app/vendor/",
        ":\\inetpub\\",
        "C:\\Users\\", ".php on line ", "stack backtrace:", "Caused by: ", "Stack trace:\n", "#<NoMethodError",
        "Array\n(",
    ].map { Array($0.utf8) }

    private static func trace(in line: Range<Int>, of octets: [UInt8]) -> Range<Int>? {
        if isFrame(line, of: octets) { return line }
        return marks.contains { holds($0, in: line, of: octets) } ? line : nil
    }

    private static func holds(_ mark: [UInt8], in line: Range<Int>, of octets: [UInt8]) -> Bool {
        guard let first = mark.first else { return false }
        var position = line.lowerBound
        while let found = octets.firstIndex(of: first, in: position..<line.upperBound) {
            if octets.holds(mark, at: found) { return true }
            position = found + 1
        }
        return false
    }

    /// `at com.example.Shop.pay(Shop.java:42)`, `File "shop.py", line 42`, `#0 /srv/shop.php(42): pay()`.
    private static func isFrame(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        guard line.count > 8, line.count < 400 else { return false }
        let first = octets[line.lowerBound]
        guard first == UInt8(ascii: "a") || first == UInt8(ascii: "F") || first == UInt8(ascii: "#") else {
            return false
        }
        let text = String(decoding: octets[line], as: UTF8.self)
        if text.hasPrefix("at "), text.hasSuffix(")"), let colon = text.lastIndex(of: ":") {
            let number = text[text.index(after: colon)...].dropLast()
            return !number.isEmpty && number.allSatisfy(\.isNumber) && text.contains("(")
        }
        if text.hasPrefix("File \""), text.contains("\", line ") { return true }
        return text.hasPrefix("#0 /") || text.hasPrefix("#1 /")
    }
}
