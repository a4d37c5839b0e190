namespace Analytics.Pipeline.Sources.Pull;

/// <summary>What shows a server that we may ask. It goes to the server of the source's own address only.</summary>
internal sealed record WebCredential(string? Bearer, string? Query)
{
    public static WebCredential None { get; } = new(null, null);

    public bool IsGiven => Bearer is not null || Query is not null;

    public static WebCredential OfBearer(string? token) => token is null ? None : new WebCredential(token, null);

    /// <summary>Azure has signatures, which stand in the address, and bearer tokens; the text tells which.</summary>
    public static WebCredential OfAzure(string? token) =>
        token is not null && token.Contains("sig=", StringComparison.Ordinal)
            ? new WebCredential(null, token.TrimStart('?'))
            : OfBearer(token);

    /// <summary>The address as it is asked for.</summary>
    public Uri Sign(Uri address) => Query is null
        ? address
        : new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{Query}" : Query }.Uri;

    /// <summary>Never the secret itself, wherever a record is written.</summary>
    public override string ToString() => Bearer is not null ? "bearer token" : Query is not null ? "signature" : "none";
}
