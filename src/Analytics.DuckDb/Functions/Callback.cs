using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.DuckDb;

/// <summary>Objects of ours in the engine's keeping.</summary>
internal static class Callback
{
    private static long _held;

    /// <summary>Objects that the engine holds now, over all databases; for tests of leaks.</summary>
    public static long HeldCount => Interlocked.Read(ref _held);

    /// <summary>A pointer that keeps <paramref name="target"/> alive until <see cref="Release"/>.</summary>
    public static nint Hold(object target)
    {
        Interlocked.Increment(ref _held);
        return GCHandle.ToIntPtr(GCHandle.Alloc(target));
    }

    public static T Held<T>(nint pointer)
        where T : class => (T)GCHandle.FromIntPtr(pointer).Target!;

    /// <summary>The destroy callback: lets go, and disposes what is disposable.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Release(nint pointer)
    {
        var handle = GCHandle.FromIntPtr(pointer);
        var target = handle.Target;
        handle.Free();
        Interlocked.Decrement(ref _held);
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception error)
        {
            // There is nobody to tell: the statement is over, and the engine's frames cannot be unwound.
            Trace.TraceError("Disposing {0} failed: {1}", target, error);
        }
    }

    /// <summary>The message that becomes the statement's error.</summary>
    public static string Describe(Exception error) =>
        error.Message.Length > 0 ? error.Message.Replace('\0', ' ') : error.GetType().Name;
}
