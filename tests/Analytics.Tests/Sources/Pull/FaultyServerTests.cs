using System.Text;

namespace Analytics.Tests.Sources.Pull;

/// <summary>
/// A server that misbehaves by chance, over many seeds: each pull ends with the right bytes of one version or with a
/// failure that has a name, and what a failed pull leaves is of use to the next.
/// </summary>
public sealed class FaultyServerTests
{
    private const int Limit = 240_000;
    private const int Pulls = 4;

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public async Task Run_AnyFaults_GivesTheBytesOfOneVersionOrANamedFailure(int first)
    {
        var (whole, failed, resumed) = (0, 0, 0);
        for (var seed = first; seed < first + 50; seed++)
        {
            Faults faults = new(seed);
            await using TestServer server = new(faults.Answer);
            using Pulling pulling = new();
            var settings = Pulling.Settings with { Retries = 2, MaxFileSize = 300_000 };
            for (var pull = 0; pull < Pulls; pull++)
            {
                var (landed, _) = await pulling.RunAsync(server.At("/a.csv"), settings);
                AssertSound(seed, faults, landed.Files.Select(file => file.Path), pulling);
                Assert.True(landed.Files.Count + landed.Failures.Count > 0, $"seed {seed}: neither file nor failure");
                Assert.All(landed.Failures, failure => Assert.StartsWith("could not be pulled: ", failure.Reason));
                if (landed.Failures.Count == 0) whole++;
                else failed++;
            }

            resumed += server.Requests.Count(request => request.Header("Range") is not null);

            // However bad it was, a server that behaves again is believed again.
            faults.IsHonest = true;
            var (last, _) = await pulling.RunAsync(server.At("/a.csv"), settings);
            Assert.Empty(last.Failures);
            Assert.Equal(faults.Newest, File.ReadAllBytes(Assert.Single(last.Files).Path));
            Assert.DoesNotContain(pulling.Files(), path => path.Contains("/parts/", StringComparison.Ordinal));
        }

        // Faults that never happen, or that nothing survives, would test nothing.
        Assert.True(whole > 50 && failed > 10 && resumed > 20, $"{whole} whole, {failed} failed, {resumed} resumed");
    }

    private static void AssertSound(int seed, Faults faults, IEnumerable<string> files, Pulling pulling)
    {
        foreach (var path in files)
        {
            var bytes = File.ReadAllBytes(path);
            Assert.True(
                faults.Versions.Any(version => version.AsSpan().SequenceEqual(bytes)),
                $"seed {seed}: {bytes.Length} bytes that no version has");
        }

        var counted = pulling.Files().Where(path => path.Contains("/files/", StringComparison.Ordinal));
        Assert.Equal(files.Order(StringComparer.Ordinal), counted);
    }

    /// <summary>What goes wrong, drawn from a seed.</summary>
    private sealed class Faults
    {
        private readonly Random _random;
        private readonly Lock _gate = new();

        public Faults(int seed)
        {
            _random = new Random(seed);
            Change();
        }

        public List<byte[]> Versions { get; } = [];

        public byte[] Newest => Versions[^1];

        public bool IsHonest { get; set; }

        public TestAnswer Answer(TestRequest request)
        {
            lock (_gate)
            {
                if (!IsHonest && _random.Next(12) == 0) Change();
                HonestFile file = new(Newest) { HasRanges = IsHonest || _random.Next(8) > 0 };
                if (!IsHonest && _random.Next(10) == 0) request = Deaf(request);
                var answer = file.Answer(request);
                return IsHonest ? answer : Spoiled(answer);
            }
        }

        private void Change()
        {
            var text = new byte[_random.Next(1, 200_000)];
            _random.NextBytes(text);
            Versions.Add(text);
        }

        /// <summary>As a server reads it that does not know conditions.</summary>
        private static TestRequest Deaf(TestRequest request) => request with
        {
            Headers = request.Headers.Where(header => !header.Key.StartsWith("If-", StringComparison.Ordinal))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
        };

        private TestAnswer Spoiled(TestAnswer answer) => _random.Next(16) switch
        {
            < 5 when answer.Body.Length > 0 => answer with { CutAt = _random.Next(answer.Body.Length) },
            5 => new TestAnswer(503, []).With("Retry-After", $"{_random.Next(1, 400)}"),
            6 => new TestAnswer(429, Encoding.UTF8.GetBytes("slow down")),
            7 when answer.Status == 200 => answer with { Length = answer.Body.Length + _random.Next(1, 1_000) },
            8 when answer.Body.Length > 0 => answer with
            {
                Length = answer.Body.Length - _random.Next(1, answer.Body.Length + 1),
            },
            9 => answer with { HasNoLength = true },
            10 => answer with { IsChunked = true, CutAt = _random.Next(3) == 0 ? answer.Body.Length / 2 : null },
            11 when answer.Status == 200 => Summed(answer) with { Body = [.. answer.Body.Reverse()] },
            12 when answer.Status == 206 =>
                answer.With("Content-Range", $"bytes 0-{Newest.Length - 1}/{Newest.Length}"),
            13 => TestAnswer.Redirect(302, $"/other{_random.Next(3)}"),
            _ => answer,
        };

        private static TestAnswer Summed(TestAnswer answer) => answer.With(
            "Content-MD5", Convert.ToBase64String(System.Security.Cryptography.MD5.HashData(answer.Body)));
    }
}
