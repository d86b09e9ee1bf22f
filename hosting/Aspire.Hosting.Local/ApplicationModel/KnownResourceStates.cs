using System.Collections.Generic;

namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStates
{
    public static readonly string NotStarted = nameof(NotStarted);
    public static readonly string Waiting = nameof(Waiting);
    public static readonly string Starting = nameof(Starting);
    public static readonly string Running = nameof(Running);
    public static readonly string Stopping = nameof(Stopping);
    public static readonly string Finished = nameof(Finished);
    public static readonly string Exited = nameof(Exited);
    public static readonly string FailedToStart = nameof(FailedToStart);

    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

public static class KnownResourceCommands
{
    public static readonly string StartCommand = "resource-start";
    public static readonly string StopCommand = "resource-stop";
    public static readonly string RestartCommand = "resource-restart";
}

/// <summary>Names of snapshot properties, as the dashboard knows them.</summary>
internal static class KnownProperties
{
    internal const string Path = "executable.path";
    internal const string WorkDir = "executable.workDir";
    internal const string Args = "executable.args";
    internal const string Pid = "executable.pid";
    internal const string ProjectPath = "project.path";
    internal const string ExitCode = "resource.exitCode";
    internal const string ParentName = "resource.parentName";
    internal const string ParameterValue = "Value";
}
