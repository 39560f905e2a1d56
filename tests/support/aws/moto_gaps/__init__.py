"""What moto 5.2 lacks or does otherwise than AWS, filled in inside its process. Nothing of moto's is changed on disk.

Where AWS's own documentation says nothing, the stricter behaviour was taken. It is a stand-in, no proof about AWS.
"""
