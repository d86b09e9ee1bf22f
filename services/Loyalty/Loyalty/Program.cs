using ApiConventions;
using Loyalty;
using Microsoft.AspNetCore.Builder;
using ServiceDefaults;
using ServiceDefaults.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddLoyalty();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapLoyalty();
await app.RunAsync();
