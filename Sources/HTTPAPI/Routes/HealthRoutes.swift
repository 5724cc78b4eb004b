import FoundationEssentials
import HTTPTypes
import Hummingbird
import MailStorage
import NIOCore

/// How Creel is, for machines; and what it can do, as OpenAPI.
struct HealthRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            .get("/livez", live), .get("/readyz", ready), .get("/metrics", metrics),
            .get("/api/openapi.json", description),
        ]
    }

    /// Alive is who answers.
    private func live(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        return .text("alive\n")
    }

    /// Ready is who can store; what is wrong besides stands behind it.
    private func ready(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let status = await api.store.status()
        if let trouble = status.trouble { throw Problem(status: .serviceUnavailable, detail: trouble) }
        // Whoever asks need not have logged in, so the log says why.
        let remark = status.indexTrouble == nil ? "" : "The index does not go on, so searches are slow; see the log\n"
        return .text("ready\n" + remark)
    }

    /// `GET /metrics`, in the text format 0.0.4 of Prometheus.
    private func metrics(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        let status = await api.store.status()
        let responses = api.responses.all.map { (labels: [("status", "\($0.status)")], value: $0.count) }
        var metrics = [
            Metric(
                "creel_build_info", "The version that runs.", kind: .gauge,
                samples: [([("version", api.version)], 1)]),
            Metric("creel_messages", "Messages in the store.", kind: .gauge, value: status.messages),
            Metric("creel_inboxes", "Inboxes, default among them.", kind: .gauge, value: status.inboxes),
            Metric("creel_store_octets", "Octets the store takes.", kind: .gauge, value: Int(status.octets)),
            Metric("creel_commits_total", "Commits that stored something.", kind: .counter, value: status.commits),
            Metric("creel_appended_total", "Messages stored since the start.", kind: .counter, value: status.appended),
            Metric(
                "creel_unindexed", "Messages that a search looks at one by one, as the index has not reached them.",
                kind: .gauge, value: status.unindexed),
            Metric("creel_http_requests_total", "HTTP requests by status.", kind: .counter, samples: responses),
            Metric("creel_http_waiters", "Open waits for messages.", kind: .gauge, value: api.waits.count),
            Metric("creel_http_subscribers", "Open event streams.", kind: .gauge, value: api.subscribers.count),
        ]
        metrics +=
            Self.residentMemory.map {
                [Metric("process_resident_memory_bytes", "Resident memory size in bytes.", kind: .gauge, value: $0)]
            } ?? []
        metrics += await api.contributedMetrics()
        let text = metrics.map(\.text).joined()
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// In octets; `nil` where the system does not tell.
    private static var residentMemory: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = Int(line.filter(\.isNumber))
        else { return nil }
        return kibibytes * 1024
    }

    /// `GET /api/openapi.json`.
    private func description(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        _ = try QueryParameters(request, [])
        return WebAsset.openAPI.response(to: request)
    }
}
