using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Analytics.Tests.Sources.Pull;

/// <summary>One request as it came.</summary>
internal sealed record TestRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?')[0];
}

/// <summary>One answer, as wrong as a test wants it.</summary>
internal sealed record TestAnswer(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What <c>Content-Length</c> says; null for the truth.</summary>
    public long? Length { get; init; }

    /// <summary>No <c>Content-Length</c> and no chunks: the connection's end is the body's.</summary>
    public bool HasNoLength { get; init; }

    /// <summary>In chunks, ended as it should be.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Bytes of the body after which the connection is cut; null: never.</summary>
    public int? CutAt { get; init; }

    /// <summary>After the body nothing more comes, and the connection stays open.</summary>
    public bool IsStuck { get; init; }

    /// <summary>Held back this long.</summary>
    public TimeSpan Silence { get; init; }

    public static TestAnswer Text(string text) => new(200, Encoding.UTF8.GetBytes(text));

    public static TestAnswer Redirect(int status, string location) =>
        new(status, []) { Headers = new() { ["Location"] = location } };

    public TestAnswer With(string header, string value) =>
        this with { Headers = new(Headers) { [header] = value } };
}

/// <summary>
/// A web server on 127.0.0.1 that writes to its sockets itself, so that it can break every rule. One request per
/// connection.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<TestRequest, TestAnswer> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _open;

    /// <param name="certificate">Encrypts with it; null for plain text.</param>
    public TestServer(Func<TestRequest, TestAnswer> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All requests, in the order in which they came.</summary>
    public ConcurrentQueue<TestRequest> Requests { get; } = new();

    /// <summary>Most requests that waited for their answer at the same time.</summary>
    public int MostOpen { get; private set; }

    public string At(string path) => $"http://127.0.0.1:{Port}{path}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await using var stream = await OpenAsync(client);
                if (await ReadAsync(stream) is not { } request) return;
                Requests.Enqueue(request);
                lock (_listener) MostOpen = Math.Max(MostOpen, ++_open);
                var answer = _answer(request);
                if (answer.Silence > TimeSpan.Zero) await Task.Delay(answer.Silence, _stop.Token);
                lock (_listener) _open--;
                await WriteAsync(client, stream, answer);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException
                or AuthenticationException)
            {
                // The other side left; that is its right.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null) return client.GetStream();
        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        return stream;
    }

    private async Task<TestRequest?> ReadAsync(Stream stream)
    {
        StringBuilder head = new();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new TestRequest(lines[0].Split(' ')[1], headers);
    }

    private async Task WriteAsync(TcpClient client, Stream stream, TestAnswer answer)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Whatever\r\nConnection: close\r\n");
        foreach (var (name, value) in answer.Headers) head.Append($"{name}: {value}\r\n");
        var hasBody = answer.Status is not (304 or 204);
        if (answer.IsChunked) head.Append("Transfer-Encoding: chunked\r\n");
        else if (!answer.HasNoLength && hasBody)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Length ?? answer.Body.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        if (!hasBody) return;
        var body = answer.Body.AsMemory(0, Math.Min(answer.Body.Length, answer.CutAt ?? int.MaxValue));
        if (answer.IsChunked) await WriteChunksAsync(stream, body);
        else await stream.WriteAsync(body, _stop.Token);
        if (answer.IsStuck) await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        if (answer.CutAt is null)
        {
            if (answer.IsChunked) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), _stop.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            return;
        }

        // Reset instead of an orderly end.
        await stream.FlushAsync(_stop.Token);
        await Task.Delay(20, _stop.Token);
        client.LingerState = new LingerOption(true, 0);
    }

    private async Task WriteChunksAsync(Stream stream, ReadOnlyMemory<byte> body)
    {
        for (var at = 0; at < body.Length; at += 3_000)
        {
            var chunk = body[at..Math.Min(body.Length, at + 3_000)];
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), _stop.Token);
            await stream.WriteAsync(chunk, _stop.Token);
            await stream.WriteAsync("\r\n"u8.ToArray(), _stop.Token);
        }
    }
}
