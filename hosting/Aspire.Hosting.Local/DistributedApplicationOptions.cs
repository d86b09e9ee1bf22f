namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>True runs without the dashboard: the testing builder's default.</summary>
    public bool DisableDashboard { get; set; }
}
