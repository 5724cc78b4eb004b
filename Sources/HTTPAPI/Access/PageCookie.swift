import HTTPTypes

/// What a browser sends along with the requests of our page, and with none that another origin leads it to.
///
/// Browsers tell in `Sec-Fetch-Site` who makes a request, but not over plain HTTP to another machine. There, this tells
/// the page from mail in one of its frames, which has no origin, and from pages of other sites. It is no secret and
/// names nobody.
enum PageCookie {
    private static let pair = "creel-page=1"

    /// Without `Path`: it holds below where the page is, which a proxy may have put elsewhere.
    static let header = "\(pair); HttpOnly; SameSite=Strict"

    /// - Parameter field: The body of a `Cookie` field. RFC 6265 §4.2.1.
    static func isGiven(in field: String) -> Bool {
        field.split(separator: ";").contains { $0.drop { $0 == " " } == pair }
    }
}

extension AccessRequest {
    /// Whether it is known that our page makes it, or the person in front of the browser.
    var isOfPage: Bool {
        if let fetchSite { return ["same-origin", "none"].contains(fetchSite) }
        return cookie.map { PageCookie.isGiven(in: $0) } ?? false
    }
}
