using System.Globalization;
using System.Net;
using Analytics.Pipeline;

namespace Analytics.App.Monitoring;

/// <summary>Where a scheduler answers: <c>ADDRESS:PORT</c>, or <c>off</c>.</summary>
internal static class ListenAddress
{
    /// <summary>On this machine alone; the port is the one that exporters of Prometheus text use by habit.</summary>
    public const string Default = "127.0.0.1:9464";

    /// <summary>Names it where the command line does not.</summary>
    public const string Variable = "ANALYTICS_LISTEN";

    /// <returns>Null for <c>off</c>.</returns>
    /// <exception cref="UserException">Neither.</exception>
    public static IPEndPoint? Parse(string text)
    {
        if (text == "off") return null;
        var split = text.LastIndexOf(':');
        var host = split < 0 ? "" : text[..split];
        if (int.TryParse(text.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= IPEndPoint.MaxPort
            && (host == "localhost" ? IPAddress.Loopback : AddressOf(host)) is { } address)
        {
            return new IPEndPoint(address, port);
        }

        throw new UserException(
            $"--listen: found '{text}'; expected ADDRESS:PORT such as {Default} or [::1]:9464, or off.",
            ExitCodes.Usage);
    }

    /// <summary>Addresses with colons stand in brackets, so that their port can be told apart.</summary>
    private static IPAddress? AddressOf(string host)
    {
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        return IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var address)
            && host.Contains(':') == isBracketed
            ? address
            : null;
    }
}
