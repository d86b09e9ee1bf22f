using ApiConventions;
using Complaints;
using Microsoft.AspNetCore.Builder;
using ServiceDefaults;
using ServiceDefaults.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddComplaints();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapComplaints();
await app.RunAsync();
