import Intake
import Logging
import MailModel
import MailServer

/// Writes log events to standard error.
struct StandardErrorLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let format: LogFormat
    private let isColoured: Bool

    init(level: Logger.Level, format: LogFormat, isColoured: Bool) {
        (logLevel, self.format, self.isColoured) = (level, format, isColoured)
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, last in last } }
        let now = Timestamp.now()
        switch format {
        case .human:
            StandardError.write(LogLine.human(event, metadata: fields, at: now, isColoured: isColoured))
        case .json:
            StandardError.write(LogLine.json(event, metadata: fields, at: now))
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}

extension Logger {
    /// The log of the server. Colours need a terminal and, by the convention of no-color.org, an empty `NO_COLOR`.
    init(_ configuration: ServeConfiguration, environment: [String: String]) {
        let isColoured = StandardError.isTerminal && environment["NO_COLOR", default: ""].isEmpty
        self.init(label: "creel") { _ in
            StandardErrorLog(level: configuration.logLevel, format: configuration.logFormat, isColoured: isColoured)
        }
    }
}
