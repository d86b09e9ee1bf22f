using ApiConventions;
using Microsoft.AspNetCore.Builder;
using ServiceDefaults;
using ServiceDefaults.Telemetry;
using Vas;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddVas();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapVas();
await app.RunAsync();
