using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace Testing;

/// <summary>
/// One of the scripts of eng/servers as a child that cannot outlive the tests: its supervisor reads our pipe, stops
/// it and removes its data when the pipe closes, which also happens when the test run is killed.
/// </summary>
public sealed class ServerProcess : IDisposable
{
    private const string StopWhenPipeCloses = """
        "$@" & server=$!
        cat > /dev/null
        kill "$server" 2> /dev/null
        wait "$server"
        rm -rf "$2"
        """;

    private readonly (string Script, string Folder, IReadOnlyDictionary<string, string> Environment) _started;
    private readonly Process _supervisor;
    private readonly StringBuilder _output = new();

    public ServerProcess(string script, string folder, IReadOnlyDictionary<string, string> environment)
    {
        _started = (script, folder, environment);
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", StopWhenPipeCloses, "_", Repository.File("eng", "servers", script), folder },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _supervisor = Process.Start(start)!;
        _supervisor.OutputDataReceived += (_, line) => Keep(line.Data);
        _supervisor.ErrorDataReceived += (_, line) => Keep(line.Data);
        _supervisor.BeginOutputReadLine();
        _supervisor.BeginErrorReadLine();
    }

    /// <summary>What it printed so far, for the message when it does not come up.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Waits until <paramref name="answers"/> no longer throws.</summary>
    public async Task ReadyAsync(Func<Task> answers, int withinSeconds = 60)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await answers();
                return;
            }
            catch (Exception e)
                when (e is not OutOfMemoryException
                    && !_supervisor.HasExited
                    && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(withinSeconds)
                )
            {
                await Task.Delay(100);
            }
            catch (Exception e)
            {
                throw new IOException($"{_supervisor.StartInfo.ArgumentList[3]} did not come up:\n{Output}", e);
            }
        }
    }

    /// <summary>kill -9 of the server and of every process below it; returns when all of them are gone.</summary>
    public async Task KillAsync()
    {
        var script = ProcessTree.Children(_supervisor.Id).Single(ProcessTree.IsScript);
        var victims = ProcessTree.Below(script);
        foreach (var victim in victims)
        {
            ProcessTree.Kill(victim);
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(!victims.Exists(ProcessTree.IsAlive)),
            "the end of the server"
        );
    }

    /// <summary>The same server once more, on the data that the killed one left.</summary>
    public ServerProcess Again() => new(_started.Script, _started.Folder, _started.Environment);

    /// <summary>Lets it go: it stops by itself, and its data with it, while we may already be gone.</summary>
    public void Dispose()
    {
        _supervisor.StandardInput.Close();
        _supervisor.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
