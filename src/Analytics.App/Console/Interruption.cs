using System.Runtime.InteropServices;

namespace Analytics.App.Console;

/// <summary>
/// Turns SIGINT and SIGTERM into cancellation. Work that does not end within <see cref="Patience"/> is abandoned, which
/// the lake is made for: what is not committed is swept by the next run. A second SIGINT abandons it at once.
/// </summary>
public sealed class Interruption : IDisposable
{
    /// <summary>Below the five seconds that are promised, because the runtime needs some time to end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action<int> _abandon;
    private volatile Action? _redirect;
    private volatile bool _isWaiting;
    private Timer? _deadline;

    /// <summary>Listens to the process's signals.</summary>
    public Interruption()
        : this(Environment.Exit)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Receive(context.Signal);
            }));
        }
    }

    private Interruption(Action<int> abandon) => _abandon = abandon;

    /// <summary>Cancelled by the first signal that is not redirected.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number (130 or 143), or null while none was received.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Listens to nothing; <see cref="Receive"/> plays the signals.</summary>
    /// <param name="abandon">Takes the exit code when work does not end in time.</param>
    public static Interruption Simulated(Action<int> abandon) => new(abandon);

    /// <summary>Until the result is disposed, SIGINT does <paramref name="instead"/>; SIGTERM still ends all.</summary>
    public IDisposable Redirect(Action instead)
    {
        _redirect = instead;
        return new Redirection(this);
    }

    /// <summary>Waits for <paramref name="input"/>; meanwhile a signal ends all at once.</summary>
    public T WaitFor<T>(Func<T> input)
    {
        _isWaiting = true;
        try
        {
            return input();
        }
        finally
        {
            _isWaiting = false;
        }
    }

    /// <summary>What happens when a signal arrives; on any thread.</summary>
    public void Receive(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGINT && _redirect is { } instead)
        {
            instead();
            return;
        }

        var code = signal == PosixSignal.SIGTERM ? 143 : 130;
        if (_isWaiting || (ExitCode is not null && signal == PosixSignal.SIGINT))
        {
            _abandon(code);
            return;
        }

        ExitCode ??= code;
        _deadline ??= new Timer(_ => _abandon(code), null, Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    public void Dispose()
    {
        _deadline?.Dispose();
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private sealed class Redirection(Interruption owner) : IDisposable
    {
        public void Dispose() => owner._redirect = null;
    }
}
