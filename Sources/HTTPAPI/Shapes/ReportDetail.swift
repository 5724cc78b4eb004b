import MailAnalysis
import OutsideScoring

/// A report, and beside it what programs outside say of the same message.
struct ReportDetail: Encodable, Sendable {
    var report: Report
    var outside: [OutsideVerdict]

    init(_ report: Report, outside: [OutsideVerdict]) { (self.report, self.outside) = (report, outside) }

    private enum CodingKeys: CodingKey { case outside }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outside, forKey: .outside)
    }
}
