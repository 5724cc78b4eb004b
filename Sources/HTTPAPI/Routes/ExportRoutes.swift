import HTTPTypes
import Hummingbird
import MailModel
import MailStorage

/// Messages as files that other programs read.
struct ExportRoutes: Sendable {
    let store: any MessageStore
    let places: Places

    var routes: [Route] { [.get("/api/export", export)] }

    /// `GET /api/export?q=from:alice&inbox=ci&format=mbox`: every match, the oldest first.
    private func export(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try request.refuseBody()
        let parameters = try QueryParameters(request, ["inbox", "q", "format"])
        let format = try parameters.value("format", as: ExportFormat.self, allowed: ExportFormat.list) ?? .mbox
        let export = MessageExport(store: store, query: try parameters.messageQuery(), format: format)
        guard let place = places.take() else { throw Problem.tooMany("exports", limit: places.limit) }
        // Before anything is answered, so that a search that is refused is a problem and not half a file.
        let ids = try await export.ids()
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(place) {} }
            try await export.write(ids, to: &writer)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition: AttachmentDisposition.value(fileName: format.fileName),
            ],
            body: body)
    }
}
