import MIME

/// Looks for what a program prints when it fails, and for paths of the machine that it runs on.
struct TraceScan {
    private(set) var found: [Range<Int>] = []
    private static let limit = 50

    init(_ reading: ReadableText) {
        let octets = reading.octets
        found = reading.phrases.filter {
            // In backticks it is written about.
            octets.at($0.range.lowerBound - 1) != UInt8(ascii: "`")
                && ($0.topic == .trace || $0.topic == .traceHint && Self.goesOn($0.range.upperBound, in: octets))
        }
        .map(\.range)
        // Whether the line before opens the dump of a list, or belongs to one.
        var (position, isInDump) = (0, false)
        while position < octets.count, found.count < Self.limit {
            let end = octets.firstIndex(of: .lf, in: position..<octets.count) ?? octets.count
            let line = octets.trimming(position..<end) { $0 <= .space }
            let isEntry = isInDump && Self.isEntry(line, of: octets)
            if isEntry || Self.isFrame(line, of: octets) || Self.marks.areIn(octets, line)
                || Self.exceptions.areIn(octets, line) && Self.isThrown(line, of: octets)
                || Self.roots.areIn(octets, line) && Self.holdsPath(line, of: octets)
                    && Self.failures.areIn(octets, line)
            {
                found.append(line)
                isInDump = isEntry || Self.isEntry(line, of: octets)
            } else {
                isInDump = octets[line].elementsEqual("(".utf8)
            }
            position = end + 1
        }
    }

    /// `KeyError: 'name'`, `Undefined variable $name`: what went wrong is told behind the name of it.
    private static func goesOn(_ end: Int, in octets: [UInt8]) -> Bool {
        guard end < octets.count else { return false }
        let position = octets[end] == .space ? end + 1 : end
        return position < octets.count && ":'\"`($[\\".utf8.contains(octets[position])
    }

    /// Marks that are in no sentence.
    private static let marks = WordFinder(
        [
            "SQLSTATE[", "ORA-0", "PG::", "mysqli_", "var_dump(", "System.NullReferenceException", "/site-packages/",
            ".php on line ", "stack backtrace:", "#<NoMethodError", "ENOENT: ", "connect ECONNREFUSED", ":0x0000",
            "[0] => ", "] => Array", "Array ( [", "Object ( [", "[0]=>", "\"]=>", "#0 {main}", "<Buffer ",
            " object at 0x", " at 0x7f", "java.lang.Object@", "[Ljava.lang.", "System.Collections.Generic.",
            "django.core.",
            "django.db.", "django.template.",
            "django.utils.", "jinja2.exceptions", "psycopg2.errors", "psycopg2.Op", "psycopg2.Pr", "ActionView::",
            "ActiveRecord::", "Caused by: java.", "Caused by: javax.", "Caused by: org.", "Caused by: com.",
            "Caused by: io.", "Caused by: net.",
        ], foldsCase: false)

    private static let exceptions = WordFinder(["Exception:", "Error:"], foldsCase: false)

    /// `com.example.shop.PaymentException: declined`, at the beginning of a line.
    private static func isThrown(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        let name = octets[line].prefix { $0.isLetter || $0.isDigit || $0 == .dot || $0 == .underscore }
        return name.count < 200 && name.endIndex < line.upperBound && octets[name.endIndex] == .colon
            && name.first?.isLetter ?? false && name.count { $0 == .dot } > 1
    }

    /// Where programs are on a machine.
    private static let roots = WordFinder(
        [
            "/var/www/", "/usr/local/lib/", "/usr/share/", "/usr/src/", "node_modules/", "/home/", "/app/", "/opt/",
            "/Users/", "/srv/", ":\\inetpub\\", ":\\Users\\", ":\\www\\", ":\\xampp\\",
        ], foldsCase: false)

    /// What is said of a file where a program fails. People name files as well, and machines what they have started.
    private static let failures = WordFinder([
        "error", "warning", "exception", "fatal", "notice:", "deprecated", "stack", " line ", "not found",
        "no such file",
        "permission denied", "failed", ".php:", ".php(", ".py:", ".rb:", ".js:", ".mjs:", ".cjs:", ".ts:", ".tsx:",
        ".jsx:",
        ".java:", ".kt:", ".go:", ".cs:", ".rs:", ".ex:", ".exs:", ".pl:", ".scala:", ".swift:", ".vue:", ".erb:",
    ])

    /// Whether a word of the line is the path of a program; in addresses of the web everything has a name like that.
    private static func holdsPath(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        octets[line.prefix(longestLine)].split(separator: .space).contains { word in
            let path = word.drop { !$0.isLetter && $0 != .slash && $0 != .dot }
            guard let first = path.first else { return false }
            let isRooted = first == .slash || path.dropFirst().first == .colon && path.dropFirst(2).first == .backslash
            return (isRooted || path.starts(with: "node_modules/".utf8) || path.starts(with: "./".utf8))
                && endsLikeProgram(path)
        }
    }

    private static func endsLikeProgram(_ path: ArraySlice<UInt8>) -> Bool {
        guard let dot = path.lastIndex(of: .dot) else { return false }
        let ending = path[(dot + 1)...].prefix { $0.isLetter }
        return programs.contains(String(decoding: ending, as: UTF8.self).lowercased())
    }

    private static let programs: Set<String> = [
        "php", "phtml", "py", "rb", "erb", "js", "mjs", "cjs", "ts", "tsx", "jsx", "java", "kt", "scala", "go", "cs",
        "swift", "rs", "ex", "exs", "pl", "pm", "twig", "vue", "groovy", "clj", "dart",
    ]
    private static let longestLine = 4096

    /// `[name] => Ann`, as `print_r` writes what is in a list. By itself it may be a footnote.
    private static func isEntry(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        guard octets.at(line.lowerBound) == UInt8(ascii: "["),
            let close = octets.firstIndex(
                of: UInt8(ascii: "]"), in: line.lowerBound..<min(line.upperBound, line.lowerBound + 100))
        else { return false }
        return octets.holds(arrow, at: close + 1)
    }

    private static let arrow = Array(" =>".utf8)

    /// `at com.example.Shop.pay(Shop.java:42)`, `File "shop.py", line 42`, `#0 /srv/shop.php(42): pay()`.
    private static func isFrame(_ line: Range<Int>, of octets: [UInt8]) -> Bool {
        guard line.count > 8, line.count < 400 else { return false }
        if octets.holds(call, at: line.lowerBound) {
            return isCall(String(decoding: octets[line].dropFirst(call.count), as: UTF8.self)[...])
        }
        if octets.holds(file, at: line.lowerBound) { return fileLine.areIn(octets, line) }
        return numbered.contains { octets.holds($0, at: line.lowerBound) }
    }

    private static let call = Array("at ".utf8)
    private static let file = Array("File \"".utf8)
    private static let fileLine = WordFinder(["\", line "], foldsCase: false)
    private static let numbered = ["#0 /", "#1 /"].map { Array($0.utf8) }

    /// `com.example.Shop.pay(Shop.java:42)`, `Shop.pay (/srv/shop.js:10:5)`, `Shop.Pay() in C:\Shop.cs:line 42`. The
    /// town hall `(Tel.:030123)` is none: what stands in parentheses is the file of a program, with a line.
    private static func isCall(_ text: Substring) -> Bool {
        if text.contains(") in "), text.contains(":line ") { return true }
        guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { return false }
        let pieces = text[text.index(after: open)...].dropLast().split(
            separator: ":", omittingEmptySubsequences: false)
        let numbers = pieces.reversed().prefix { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
        guard !numbers.isEmpty, let file = pieces.dropLast(numbers.count).last, !file.utf8.contains(.space) else {
            return false
        }
        return pieces.first == "node" || endsLikeProgram(Array(file.utf8)[...])
    }
}
