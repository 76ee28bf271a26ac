@echo off
rem The terminal's commands. A console does not wait for a program with windows, but a script does, and hands on its exit code.
"%~dp0Lab 182.exe" %*
exit /b %ERRORLEVEL%
