package import MailModel
import NIOCore
import Synchronization

/// Knows every connection there is: counts them, shows their dialogues while they last, ends them together.
package final class ConnectionDirectory: Sendable {
    /// How many connections are borne.
    package struct Limits: Sendable {
        package var total = 2000
        package var perAddress = 1000
        /// How many at one time are told why they are not served: as many as are served, 1000 at most.
        package var refused: Int { min(total, Self.mostRefused) }

        package static let mostRefused = 1000

        package init(total: Int = 2000, perAddress: Int = 1000) {
            (self.total, self.perAddress) = (total, perAddress)
        }
    }

    /// What is said of a connection that knocks.
    enum Admission {
        case admitted
        /// One that is told so, and then ended.
        case refused(String)
        /// One too many even to be told so.
        case dropped
    }

    private struct State {
        var connections: [SessionID: Connection] = [:]
        /// Admitted connections; those being set up included.
        var admitted = AddressCounts()
        /// Connections that are being told why they are not wanted.
        var refused = AddressCounts()
        /// Connections of clients that their proxies have not named yet, among either of these.
        var held: [ObjectIdentifier: Held] = [:]
        /// Whether the server stops: what still gets in is to end at once.
        var isStopping = false
        /// Records on their way into the store.
        var ended: [SessionID: SessionRecord] = [:]
        var emptinessWaiters: [CheckedContinuation<Void, Never>] = []
        var isEmpty: Bool { admitted.total + refused.total == 0 }
    }

    private struct AddressCounts {
        private(set) var total = 0
        private var byAddress: [String: Int] = [:]

        subscript(address: String) -> Int { byAddress[address] ?? 0 }

        /// - Parameter address: `nil` while nobody knows it.
        mutating func add(_ address: String?) {
            total += 1
            guard let address else { return }
            byAddress[address, default: 0] += 1
        }

        mutating func remove(_ address: String?) {
            total -= 1
            guard let address else { return }
            let left = self[address] - 1
            byAddress[address] = left == 0 ? nil : left
        }
    }

    private struct Held {
        let channel: any Channel
        let isAdmitted: Bool
    }

    struct Connection: Sendable {
        let eventLoop: any EventLoop
        let handler: NIOLoopBound<any ConnectionHandler>
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let opened = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    /// Of those refused, how many the log knows of.
    private let told = Atomic<Int>(0)
    /// Told of every connection that ends.
    private let feed = SessionFeed()

    package init(limits: Limits) { self.limits = limits }

    // MARK: - Counting

    func admit(_ address: String) -> Admission {
        opened.add(1, ordering: .relaxed)
        return noting(state.withLock { admission(of: address, in: &$0) })
    }

    /// Keeps a place for a connection whose client its proxy has not named yet.
    ///
    /// - Returns: `false` when there is none, not even to say so later, or when the server stops.
    func hold(_ channel: any Channel) -> Bool {
        opened.add(1, ordering: .relaxed)
        return state.withLock { state in
            guard !state.isStopping else { return false }
            let isAdmitted = state.admitted.total < limits.total
            guard isAdmitted || state.refused.total < limits.refused else {
                refused.add(1, ordering: .relaxed)
                return false
            }
            if isAdmitted { state.admitted.add(nil) } else { state.refused.add(nil) }
            state.held[ObjectIdentifier(channel)] = Held(channel: channel, isAdmitted: isAdmitted)
            return true
        }
    }

    /// Admits the client for which a place was kept.
    func admit(_ address: String, heldAs channel: any Channel) -> Admission {
        noting(
            state.withLock { state in
                giveBack(channel, in: &state)
                return admission(of: address, in: &state)
            })
    }

    /// Takes note that a connection has ended; does nothing for one whose client was named.
    func letGo(_ channel: any Channel) {
        for waiter in state.withLock({ state in
            giveBack(channel, in: &state)
            return takeWaiters(from: &state)
        }) { waiter.resume() }
    }

    private func giveBack(_ channel: any Channel, in state: inout State) {
        guard let held = state.held.removeValue(forKey: ObjectIdentifier(channel)) else { return }
        if held.isAdmitted { state.admitted.remove(nil) } else { state.refused.remove(nil) }
    }

    private func admission(of address: String, in state: inout State) -> Admission {
        guard let reason = refusal(of: address, in: state) else {
            state.admitted.add(address)
            return .admitted
        }
        // The rest is dropped unheard.
        guard state.refused.total < limits.refused, state.refused[address] < limits.perAddress else { return .dropped }
        state.refused.add(address)
        return .refused(reason)
    }

    private func noting(_ admission: Admission) -> Admission {
        if case .admitted = admission { return admission }
        refused.add(1, ordering: .relaxed)
        return admission
    }

    private func refusal(of address: String, in state: borrowing State) -> String? {
        if state.admitted.total >= limits.total {
            return "\(limits.total) connections are open; close some or raise --max-connections"
        }
        if state.admitted[address] >= limits.perAddress {
            return "\(limits.perAddress) connections from \(address) are open; "
                + "close some or raise --max-connections-per-address"
        }
        return nil
    }

    /// Takes note that a connection has ended.
    func release(_ address: String, _ admission: Admission) {
        let waiters = state.withLock { state in
            switch admission {
            case .admitted: state.admitted.remove(address)
            case .refused: state.refused.remove(address)
            case .dropped: break
            }
            return takeWaiters(from: &state)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Who waits for the last connection to end, once it has.
    private func takeWaiters(from state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard state.isEmpty else { return [] }
        defer { state.emptinessWaiters = [] }
        return state.emptinessWaiters
    }

    /// Returns when no connection is left.
    func untilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.isEmpty { state.emptinessWaiters.append(continuation) }
                return state.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Numbers since the start, for `/metrics`.
    package var counts: (open: Int, opened: Int, refused: Int) {
        (
            state.withLock { $0.admitted.total + $0.refused.total }, opened.load(ordering: .relaxed),
            refused.load(ordering: .relaxed)
        )
    }

    /// How many connections were refused since this was last answered with a number; `nil` for none.
    func newlyRefused() -> Int? {
        let total = refused.load(ordering: .relaxed)
        let new = total - told.exchange(total, ordering: .relaxed)
        return new > 0 ? new : nil
    }

    // MARK: - Connections

    /// - Returns: Whether the server stops, and the connection with it: `stop()` knew nothing of it.
    func add(_ connection: Connection, as id: SessionID) -> Bool {
        state.withLock { state in
            state.connections[id] = connection
            return state.isStopping
        }
    }

    /// Ends every connection as soon as its protocol allows, those included that still come.
    func stop() {
        let held = state.withLock { state in
            state.isStopping = true
            return state.held.values.map(\.channel)
        }
        for channel in held { channel.close(promise: nil) }
        forEach { $0.shutDown() }
    }

    /// Moves a connection among those that ended, until its record has been kept.
    ///
    /// - Parameter isFinal: Whether nothing will be added to the record, so that it can be told.
    func end(_ record: SessionRecord, isFinal: Bool) {
        state.withLock { state in
            state.connections[record.id] = nil
            state.ended[record.id] = record
        }
        if isFinal { feed.tell(record) }
    }

    /// Sessions as they end, from here on, without dialogues; whoever reads slowly misses some.
    package func ended() -> AsyncStream<SessionRecord> { feed.sessions() }

    /// The store answers for the session from now on.
    func forget(_ record: SessionRecord) {
        state.withLock { state in
            // A later record of the same session may be on its way.
            if state.ended[record.id] == record { state.ended[record.id] = nil }
        }
    }

    /// The sessions that have not ended.
    var open: [SessionID] { state.withLock { Array($0.connections.keys) } }

    /// Of these sessions' connections, those on the event loop that have not ended.
    func connections(of sessions: some Sequence<SessionID>, on eventLoop: any EventLoop) -> [Connection] {
        state.withLock { state in sessions.compactMap { state.connections[$0] } }.filter { $0.eventLoop === eventLoop }
    }

    /// Runs `body` for every connection, on its event loop.
    func forEach(_ body: @escaping @Sendable (any ConnectionHandler) -> Void) {
        for connection in state.withLock({ Array($0.connections.values) }) {
            connection.eventLoop.execute { body(connection.handler.value) }
        }
    }

    // MARK: - Records

    /// The session as it is now, or `nil` when it has ended and is kept.
    package func record(of id: SessionID) async -> SessionRecord? {
        let (connection, record) = state.withLock { ($0.connections[id], $0.ended[id]) }
        guard let connection else { return record }
        return try? await connection.eventLoop.submit { connection.handler.value.record }.get()
    }

    /// Sessions that have not ended or are not kept yet, without dialogues: the newest of those before `end`, or all of them.
    ///
    /// Each event loop is asked once, however many connections it has: whoever sends mail waits behind the question.
    package func outlines(before end: SessionID?, limit: Int?) async -> [SessionRecord] {
        let (connections, ended) = state.withLock { state in
            let newest = (Array(state.connections.keys) + state.ended.keys)
                .filter { id in end.map { id < $0 } ?? true }.sorted(by: >).prefix(limit ?? .max)
            return (newest.compactMap { state.connections[$0] }, newest.compactMap { state.ended[$0] })
        }
        var outlines = ended.map { record in
            var outline = record
            outline.dialogue = []
            return outline
        }
        for (_, connections) in Dictionary(grouping: connections, by: { ObjectIdentifier($0.eventLoop) }) {
            let asked = connections.first?.eventLoop.submit { connections.map { $0.handler.value.outline } }
            outlines += (try? await asked?.get()) ?? []
        }
        return outlines
    }
}

/// What the directory asks of a handler, on the handler's event loop.
protocol ConnectionHandler {
    var record: SessionRecord { get }
    /// The record without its dialogue.
    var outline: SessionRecord { get }
    /// Keeps the record of a connection that goes on, and ends one whose peer has been silent for too long.
    func checkUp(at now: NIODeadline)
    /// Ends the connection as soon as its protocol allows.
    func shutDown()
    /// Ends the connection at once.
    func abort()
}
