/**
 * Takes the native library and the headers of its C interface out of wheels, with Python's own zip reader (which
 * checks each member's CRC): a wheel is larger than what Node can hold in one buffer. Words: target folder,
 * wheels. Everything else of the wheels, Python code above all, is left out.
 */
export const extractWheelProgram = `
import os, re, sys, zipfile
target = os.path.realpath(sys.argv[1])
wanted = re.compile(
    r"tensorflow/libtensorflow_(cc|framework)\\.so\\.2$"
    r"|tensorflow/include/(tensorflow/c|tensorflow/core/platform|tsl|xla/tsl)/.*\\.h$"
    r"|nvidia/[^/]+/lib/[^/]+\\.so[.0-9]*$")
found = 0
for wheel in sys.argv[2:]:
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if not wanted.match(member.filename):
                continue
            path = os.path.realpath(os.path.join(target, member.filename))
            if os.path.commonpath([path, target]) != target:
                sys.exit(wheel + " holds a path that leaves its folder: " + member.filename)
            archive.extract(member, target)
            found += 1
            print(member.filename, flush=True)
if not found:
    sys.exit("the wheels hold no native library")
`
