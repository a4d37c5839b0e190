using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Analytics.Tests.EndToEnd;

/// <summary>The engine's own Node client, installed once into a temporary folder; else tests skip.</summary>
internal sealed class NodeClient
{
    private const string Version = "1.5.6-r.1";

    private const string Script =
        """
        import { createInterface } from 'node:readline';
        import { DuckDBInstance } from '@duckdb/node-api';

        const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
        const connection = await instance.connect();
        for await (const line of createInterface({ input: process.stdin })) {
          try {
            const reader = await connection.runAndReadAll(line);
            console.log(JSON.stringify(reader.getRowsJson().map(row => String(row[0]))));
          } catch (error) {
            console.log(JSON.stringify([`error: ${error.message}`]));
          }
        }
        """;

    private static readonly Lazy<Task<string>> Installation = new(InstallAsync);

    private readonly string _folder;

    private NodeClient(string folder) => _folder = folder;

    public static async Task<NodeClient> RequireAsync()
    {
        var folder = await Installation.Value;
        Assert.SkipWhen(folder.StartsWith("no ", StringComparison.Ordinal), folder);
        return new NodeClient(folder);
    }

    public Reader Open(string catalog) => new(Process.Start(new ProcessStartInfo("node", ["read.mjs", catalog])
    {
        WorkingDirectory = _folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    /// <returns>The folder, or why there is none.</returns>
    private static async Task<string> InstallAsync()
    {
        if (!OperatingSystem.IsLinux()) return "no Node client is installed for tests on this platform";
        var folder = Directory.CreateTempSubdirectory("analytics-node-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "read.mjs"), Script);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{ \"private\": true }");
        string[] packages = [$"@duckdb/node-api@{Version}", $"@duckdb/node-bindings-linux-x64@{Version}"];
        try
        {
            using var npm = Process.Start(new ProcessStartInfo(
                "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", .. packages])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var error = await npm.StandardError.ReadToEndAsync();
            await output;
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? folder : $"no Node client could be installed: {error}";
        }
        catch (Win32Exception)
        {
            return "no npm was found";
        }
    }

    /// <summary>A process that holds one catalog open and answers queries.</summary>
    internal sealed class Reader(Process process) : IDisposable
    {
        /// <summary>The first column of all rows, as text.</summary>
        public async Task<IReadOnlyList<string>> AskAsync(string sql)
        {
            await process.StandardInput.WriteLineAsync(sql);
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            return JsonSerializer.Deserialize<List<string>>(line)!;
        }

        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }
}
