import Logging
import MailModel

/// The two ways of writing a log event. Neither lets text from the network break out of its line.
enum LogLine {
    /// `2026-01-31T09:00:00.123Z debug    session ended accepted=1 client=127.0.0.1:4711 outcome=quit`, fields by name.
    static func human(
        _ event: LogEvent, metadata: Logger.Metadata, at time: Timestamp, isColoured: Bool = false
    ) -> String {
        let level = event.level.rawValue.padded(to: 8)
        var line = isColoured ? "\(dim)\(time)\(plain) \(event.level.colour)\(level)\(plain)" : "\(time) \(level)"
        line += " " + event.message.description.escapingControls()
        for (key, value) in fields(event, metadata) {
            let key = isColoured ? "\(dim)\(key)=\(plain)" : "\(key)="
            line += " " + key + value.quotedWhereNeeded
        }
        return line + "\n"
    }

    /// `{"time":"…","level":"info","message":"…","client":"…"}`: `time`, `level` and `message` first, then the
    /// fields by name, all of them strings. A field that is named like one of the first three gets a `_` before it.
    static func json(_ event: LogEvent, metadata: Logger.Metadata, at time: Timestamp) -> String {
        var members = [("time", time.description), ("level", event.level.rawValue)]
        members.append(("message", event.message.description))
        let taken = members.map(\.0)
        members += fields(event, metadata).map { key, value in (taken.contains(key) ? "_\(key)" : key, value) }
        return "{" + members.map { "\($0.json):\($1.json)" }.joined(separator: ",") + "}\n"
    }

    private static func fields(_ event: LogEvent, _ metadata: Logger.Metadata) -> [(key: String, value: String)] {
        var metadata = metadata.merging(event.metadata ?? [:]) { _, last in last }
        if let error = event.error { metadata["error"] = "\(error)" }
        return metadata.sorted { $0.key < $1.key }.map { ($0.key.escapingControls(), $0.value.description) }
    }

    private static let dim = "\u{1B}[2m"
    private static let plain = "\u{1B}[0m"
}

extension Logger.Level {
    /// The escape sequence that begins its colour.
    fileprivate var colour: String {
        switch self {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[31m"
        }
    }
}

extension String {
    /// Quoted when a reader could not tell where it ends.
    fileprivate var quotedWhereNeeded: String {
        let isPlain = !isEmpty && utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        let escaped = escapingControls()
        guard !isPlain else { return escaped }
        return "\"" + escaped.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }
}
