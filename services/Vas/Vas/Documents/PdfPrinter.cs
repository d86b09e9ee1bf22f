using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Vas.Documents;

/// <summary>
/// Prints a page of ours as PDF with WeasyPrint, a Debian package, as a process of its own per page: at most two at a
/// time, since cutting the Chinese fonts to the glyphs in use takes a core for some ten seconds, and each within its
/// time. The page must not refer to anything outside itself, so nothing is fetched; the process gets none of our
/// environment, which holds secrets. Billing has the same adapter of its own: none of the shared projects is a printer, and
/// services share no code.
/// </summary>
internal sealed class PdfPrinter : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _printing = new(2);

    /// <exception cref="IOException">WeasyPrint failed; what it said is in the message.</exception>
    /// <exception cref="TimeoutException">It took longer than two minutes.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken ct)
    {
        await _printing.WaitAsync(ct);
        try
        {
            return await RunAsync(html, ct);
        }
        finally
        {
            _printing.Release();
        }
    }

    public void Dispose() => _printing.Dispose();

    private static async Task<byte[]> RunAsync(string html, CancellationToken ct)
    {
        using var process = Process.Start(Command())!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Within);
        try
        {
            using var pdf = new MemoryStream();
            var printed = process.StandardOutput.BaseStream.CopyToAsync(pdf, limit.Token);
            var said = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(html), limit.Token);
            process.StandardInput.Close();
            await printed;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 && pdf.Length > 0
                ? pdf.ToArray()
                : throw new IOException($"WeasyPrint ended with {process.ExitCode}: {await said}");
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"WeasyPrint took longer than {Within}.", late);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo("weasyprint", ["--quiet", "--encoding", "utf-8", "-", "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = Path.GetTempPath(); // where fontconfig keeps its cache
        return start;
    }
}
