import Logging
import Synchronization

/// What the framework tells of its own doings, at a level that is ours. That a connection was cut is no error once that was
/// asked for.
struct FrameworkLog: LogHandler {
    /// Whether what still runs is cut.
    final class Cut: Sendable {
        let isMade = Atomic(false)
    }

    private var base: any LogHandler
    private let cut: Cut

    init(_ logger: Logger, until cut: Cut) {
        (base, self.cut) = (logger.handler, cut)
        base.logLevel = max(logger.logLevel, .warning)
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        guard event.level == .critical || !cut.isMade.load(ordering: .relaxed) else { return }
        base.log(event: event)
    }
}
