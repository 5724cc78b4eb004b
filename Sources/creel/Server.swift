import Assessing
import Egress
import HTTPAPI
import Intake
import Logging
import MIME
import MailModel
import MailProtocols
import MailServer
import MailStorage
import NIOCore
import NIOPosix
import OutsideScoring
import SQLiteStorage
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The parts of Creel, put together and run until a signal ends them.
struct Server {
    private let configuration: ServeConfiguration
    private let logger: Logger
    private let store: any MessageStore
    private let directory: ConnectionDirectory
    private let budget: OctetBudget
    private let intake: Intake
    private let egressLog: EgressLog
    private let scorers: OutsideScorers
    private let pass: AssessmentPass
    private let responses = ResponseCounter()
    private let pruning: Pruning
    private let tally = SMTPTally()
    private let startedAt = Timestamp.now()
    private let certificate: CertificateSource
    private let tls: TLSServer
    private let users: UserSource?

    /// Opens the store.
    ///
    /// - Throws: `StoreError`, or `StartFailure` when there is no certificate.
    init(_ configuration: ServeConfiguration, logger: Logger) throws {
        let configuration = ProcessLimits.prepare(for: configuration, logger: logger)
        (self.configuration, self.logger) = (configuration, logger)
        Limits.inForce = configuration.messageLimits
        store = try Self.openStore(configuration, logger)
        certificate = try CertificateSource(configuration)
        tls = try TLSServer(try certificate.identity(logger: logger))
        users = try UserSource(configuration)
        let tagRules = TagRules(configuration.tagRules)
        intake = Intake(
            store: store, rules: ArrivalRules(inboxes: configuration.inboxRules, tags: tagRules), now: Timestamp.now,
            observe: StoreLog("messages", logger: logger).note)
        directory = ConnectionDirectory(
            limits: .init(
                total: configuration.maxConnections, perAddress: configuration.maxConnectionsPerAddress))
        budget = OctetBudget(limit: configuration.maxOctetsInFlight.count)
        egressLog = EgressLog(logger: logger)
        scorers = OutsideScorers(
            configuration.outsideScorers, egress: Egress(configuration.egressPolicy, tell: egressLog.note),
            limits: configuration.scorerLimits, logger: logger)
        pass = AssessmentPass(
            store, live: { [directory] in await directory.record(of: $0) },
            requests: { [responses] in responses.total },
            tagRules: tagRules, notes: configuration.database.beside("-assessing"), logger: logger)
        pruning = Pruning(store, configuration.retention, logger: logger)
    }

    private static func openStore(
        _ configuration: ServeConfiguration, _ logger: Logger
    ) throws(StoreError) -> any MessageStore {
        switch configuration.database {
        case .memory:
            return MemoryStore(
                limit: configuration.maxMemory.count, dropsOldest: configuration.keepOctets != nil,
                sessionLimit: configuration.maxSessions, inboxLimit: configuration.maxInboxes,
                duplicateWindow: configuration.duplicateWindow.span)
        case .file(let path):
            return try SQLiteStore(
                path: path, durability: configuration.durability,
                limits: .init(
                    freeDisk: Int64(configuration.minFreeDisk.count), sessions: configuration.maxSessions,
                    inboxes: configuration.maxInboxes, unindexed: configuration.maxUnindexed,
                    duplicateWindow: configuration.duplicateWindow.span),
                notes: AssessmentNotes.ofIndex(beside: path),
                tell: { $0.tell(logger) })
        }
    }

    private var inboxExpiry: InboxExpiry {
        InboxExpiry(
            store: store, idle: configuration.inboxIdle?.span, limit: configuration.maxInboxes, logger: logger)
    }

    /// Listens, and returns once everything has ended.
    ///
    /// - Throws: `StartFailure` when an address cannot be had.
    func run() async throws {
        // Two loops: whoever reads much over HTTP must not keep anybody waiting over SMTP.
        let smtpGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        smtpGroup.next().execute { ThreadPriority.prompt.takeEffect() }
        let httpGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let readiness = Readiness(logger: logger) { [logger, database = configuration.database] in
            logger.info("messages are kept in \(database.place)")
        }
        let deadline = StopDeadline(after: configuration.shutdownGrace)
        // Stopped from the last to the first: SMTP before HTTP, so that the last message is answered for, too.
        let services: [any Service] = [
            pass, scorers, pruning, inboxExpiry,
            SessionExpiry(store: store, age: configuration.maxSessionAge, logger: logger),
            Reload(source: certificate, tls: tls, users: users, terminal: Terminal(), logger: logger),
            httpService(on: httpGroup, readiness: readiness, deadline: deadline),
            try smtpService(on: smtpGroup, readiness: readiness, deadline: deadline),
        ]
        let group = ServiceGroup(
            configuration: .init(
                // One that cannot start ends the other as a signal would: cancelled, it would tell errors of its own.
                services: services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                logger: logger))
        await tellBacklog()
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let failure = await Self.failure {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { [logger] in await Self.obey(signals, in: group, deadline: deadline, logger: logger) }
                defer { tasks.cancelAll() }
                try await group.run()
            }
        }
        await store.close()
        try? await smtpGroup.shutdownGracefully()
        try? await httpGroup.shutdownGracefully()
        if let failure { throw failure }
    }

    /// Where the index is made anew, searches are slow for a while.
    private func tellBacklog() async {
        let unindexed = await store.status().unindexed
        guard unindexed > 1000 else { return }
        logger.notice(
            "the index has yet to reach \(unindexed) messages; until it has, searches look at them one by one")
    }

    /// Stops at the first signal, and cuts what still runs at the second.
    private static func obey(
        _ signals: UnixSignalsSequence, in group: ServiceGroup, deadline: StopDeadline, logger: Logger
    ) async {
        var isStopping = false
        for await _ in signals {
            guard isStopping else {
                await group.triggerGracefulShutdown()
                isStopping = true
                continue
            }
            logger.notice("told to stop once more: what still runs is cut")
            deadline.pass()
        }
    }

    private static func failure(of body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch let error as BindingError {
            return StartFailure(description: error.description)
        } catch let error as HTTPServiceError {
            return StartFailure(description: error.description)
        } catch {
            return error
        }
    }

    // MARK: - SMTP

    /// Answers what a session cannot decide alone; passwords wait in a queue of its own.
    private func makeAnswer() -> @Sendable (SMTPQuestion, @escaping @Sendable (SMTPAnswer) -> Void) -> Void {
        { [intake, tally, passwords = PasswordQueue(limit: configuration.maxWaitingLogins)] question, completion in
            switch question {
            case .message(let submission):
                let delivery = Delivery(
                    envelope: submission.envelope, content: submission.content, session: submission.session,
                    client: submission.client, listener: submission.listener, inbox: submission.inbox)
                intake.accept(delivery) { result in
                    let reply = Reply(result)
                    tally.note(reply)
                    completion(.message(reply))
                }
            case .password(let check):
                let isTaken = passwords.submit { completion(.password(isRight: check.isRight)) }
                if !isTaken { completion(.tooManyLogins) }
            }
        }
    }

    private func smtpService(
        on group: any EventLoopGroup, readiness: Readiness, deadline: StopDeadline
    ) throws -> MailService<SMTPSession> {
        let environment = SessionEnvironment<SMTPSession>(
            directory: directory, budget: budget, tls: tls,
            answer: makeAnswer(),
            keep: { [store, tally, logger, log = StoreLog("sessions", logger: logger)] record, isFinal, completion in
                if isFinal {
                    tally.note(record)
                    logger.debug("session ended", metadata: record.logMetadata)
                }
                store.record(record) { error in
                    log.note(error)
                    completion()
                }
            })
        let numbers = SessionNumbers()
        typealias Entrance = (
            flag: String, address: MailServerAddress, session: SMTPSession.Configuration, isEncrypted: Bool
        )
        func entrances(
            _ flag: String, _ endpoints: [MailEndpoint], _ dialect: SMTPSession.Dialect, encrypted: Bool = false
        ) -> [Entrance] {
            endpoints.map { (flag, $0.address, configuration.session(dialect, at: $0), encrypted) }
        }
        func binding(_ entrance: Entrance) throws -> MailService<SMTPSession>.Binding {
            let listener = MailListener(
                environment: environment, numbers: numbers, trusted: configuration.trustedProxies,
                proxies: configuration.proxyProtocol, headerPatience: configuration.tlsTimeout,
                isEncryptedFromStart: entrance.isEncrypted, logger: logger
            ) { [users] identity, refusal in
                var session = entrance.session
                if let users { session.users = users.current }
                return SMTPSession(identity: identity, configuration: session, refusal: refusal)
            }
            return .init(listener: listener, address: try entrance.address.resolved(), flag: entrance.flag)
        }
        let all =
            entrances("--smtp", configuration.smtp, .smtp)
            + entrances("--smtps", configuration.smtps, .smtp, encrypted: true)
            + entrances("--lmtp", configuration.lmtp, .lmtp)
        return MailService(
            bindings: try all.map(binding), directory: directory, group: group, overdue: deadline.wait,
            logger: logger,
            onReady: { addresses in
                readiness.note(
                    mail: zip(all, addresses).map { entrance, address in
                        ListenerDetail(entrance.session, at: address, isEncryptedFromStart: entrance.isEncrypted)
                    })
            })
    }

    // MARK: - HTTP

    private func httpService(
        on group: any EventLoopGroup, readiness: Readiness, deadline: StopDeadline
    ) -> HTTPService {
        HTTPService(
            HTTPService.Configuration(
                bindings: configuration.http.map { HTTPBinding(host: $0.host, port: $0.port) }
                    + configuration.https.map { HTTPBinding(host: $0.host, port: $0.port, isEncrypted: true) },
                encrypt: { [tls] channel in try tls.encrypt(channel) },
                access: configuration.accessPolicy,
                limits: HTTPLimits(
                    connections: configuration.maxHTTPConnections, message: configuration.maxMessageSize.count,
                    recipients: configuration.maxRecipients, path: configuration.maxPath.count,
                    paths: configuration.paths,
                    waiters: configuration.maxWaiters, subscribers: configuration.maxSubscribers,
                    exports: configuration.maxExports,
                    searches: configuration.maxSearches, inlinePictures: configuration.maxInlinePictures.count,
                    searchTimeout: configuration.searchTimeout),
                basePath: configuration.basePath, version: Creel.version,
                overdue: deadline.wait),
            store: store, intake: intake, budget: budget, liveSessions: directory, scorers: scorers,
            listeners: { [certificate] in
                ListenerList(listeners: readiness.mail, certificate: certificate.isGiven ? .given : .made)
            },
            metrics: { [directory, budget, egressLog, pass, pruning, tally, startedAt] in
                let counts = directory.counts
                return tally.metrics + [
                    Metric(
                        "process_start_time_seconds", "When the process started, in seconds since 1970.", kind: .gauge,
                        value: Int(startedAt.milliseconds / 1000)),
                    Metric("creel_smtp_connections", "Open SMTP connections.", kind: .gauge, value: counts.open),
                    Metric(
                        "creel_smtp_connections_total", "SMTP connections so far.", kind: .counter,
                        value: counts.opened),
                    Metric(
                        "creel_smtp_connections_refused_total", "SMTP connections refused by a limit.",
                        kind: .counter, value: counts.refused),
                    Metric(
                        "creel_assessed_total", "Messages that the rules were asked about, behind.", kind: .counter,
                        value: pass.assessed),
                    Metric(
                        "creel_pruned_total", "Messages that went because there is a limit to what is kept.",
                        kind: .counter, value: pruning.pruned),
                    Metric(
                        "creel_egress_refused_total", "Connections to elsewhere that were not opened.", kind: .counter,
                        value: egressLog.refusals),
                    Metric(
                        "creel_octets_in_flight", "Octets of messages not stored yet.", kind: .gauge,
                        value: budget.heldOctets),
                ]
            },
            responses: responses, eventLoopGroup: group, logger: logger,
            onReady: { readiness.note(http: $0) })
    }
}

extension ConnectionDirectory: LiveSessions {}

extension IndexNews {
    fileprivate func tell(_ logger: Logger) {
        switch self {
        case .stopped(let error): logger.error("the index does not go on, so searches will be slow: \(error)")
        case .goesOn: logger.notice("the index goes on")
        case .passesOver(let id):
            logger.error("message \(id) is found only by what lists show: the program ended each time that it was read")
        }
    }
}

extension Reply {
    /// What a client is told of a message that was handed to the store.
    init(_ result: Result<Summary, StoreError>) {
        switch result {
        case .success(let summary): self = .captured(as: summary.id)
        case .failure(.full(let text)), .failure(.tooMany(let text)): self = .full(text)
        case .failure(.unavailable(let text)), .failure(.unusable(let text)): self = .unavailable(text)
        }
    }
}

extension MailServerAddress {
    fileprivate func resolved() throws(StartFailure) -> SocketAddress {
        do {
            switch self {
            case .unix(let path): return try SocketAddress(unixDomainSocketPath: path)
            case .tcp(let address): return try .makeAddressResolvingHost(address.host, port: address.port)
            }
        } catch {
            throw StartFailure(description: "Cannot listen at \(self): it is no address of this machine")
        }
    }
}
