#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Logging
import MailServer

/// What the process asks of the system before it serves.
enum ProcessLimits {
    /// Descriptors besides connections: database, listeners, event loops, standard streams.
    private static let reserve = 64

    /// Connections that are told why they are not served.
    private static func told(_ served: Int) -> Int {
        ConnectionDirectory.Limits(total: served, perAddress: served).refused
    }

    /// Raises what the system lets the process have, and lowers what the configuration promises to what that bears.
    static func prepare(for configuration: ServeConfiguration, logger: Logger) -> ServeConfiguration {
        // A peer that is gone is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        return fit(configuration, into: raiseDescriptors(), logger: logger)
    }

    /// Each connection takes a descriptor; the soft limit is often 1024.
    private static func raiseDescriptors() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }

    /// Connections take descriptors: over SMTP those that are served, and those that are told why they are not.
    static func fit(
        _ configuration: ServeConfiguration, into descriptors: Int, logger: Logger
    ) -> ServeConfiguration {
        var fitted = configuration
        let listeners = configuration.http.count + configuration.https.count
        let wanted =
            configuration.maxConnections + told(configuration.maxConnections)
            + listeners * configuration.maxHTTPConnections
        let room = max(descriptors - reserve, 4)
        guard wanted > room else { return configuration }
        fitted.maxConnections = max(configuration.maxConnections * room / wanted, 1)
        fitted.maxHTTPConnections = max(
            (room - fitted.maxConnections - told(fitted.maxConnections)) / max(listeners, 1), 1)
        logger.warning(
            """
            the system lets this process open \(descriptors) files (ulimit -n): max-connections is \
            \(fitted.maxConnections) and max-http-connections \(fitted.maxHTTPConnections); raise it, or lower them
            """)
        return fitted
    }
}
